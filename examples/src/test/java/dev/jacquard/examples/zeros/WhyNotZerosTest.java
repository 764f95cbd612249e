package dev.jacquard.examples.zeros;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.data.Split;
import dev.jacquard.examples.data.Digits;

import org.junit.jupiter.api.Test;

class WhyNotZerosTest {
    private final Split data = Digits.load().split(0.8, s -> s.stratified().seed(1));

    @Test
    void kernelsThatStartAtZeroStayThereAndLearnNothing() {
        try (FromZerosNetwork network = FromZerosNetwork.create()) {
            assertThat(WhyNotZeros.train(network, data).accuracy()).isLessThan(0.15);
            // not 0 itself: the optimizers add 1e-30 so that their sums never become denormal numbers
            assertThat(WhyNotZeros.largestWeight(network)).isLessThan(1e-20f);
            for (float bias : network.parameters().get("digit.bias")) {
                assertThat(Math.abs(bias)).isGreaterThan(1e-4f);
            }
        }
    }

    @Test
    void theSameNetworkLearnsFromRandomKernels() {
        try (FromRandomNetwork network = FromRandomNetwork.create()) {
            assertThat(WhyNotZeros.train(network, data).accuracy()).isGreaterThan(0.9);
        }
    }
}
