package dev.jacquard.examples.iris;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.examples.data.Iris;

import org.junit.jupiter.api.Test;

class LearnIrisTest {
    @Test
    void knowsNineOfTenFlowersThatItHasNotSeen() {
        assertThat(LearnIris.train(LearnIris.data()).accuracy()).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void knowsNineteenOfTwentyFlowersOverFiveFolds() {
        double mean = Iris.load().kFold(5).stream().mapToDouble(fold -> LearnIris.train(fold).accuracy()).average().orElseThrow();
        assertThat(mean).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void hasTheParametersOfItsLayers() {
        assertThat(IrisMlpNetwork.DESCRIPTION.parameterCount()).isEqualTo((4 + 1) * 16 + (16 + 1) * 3);
    }
}
