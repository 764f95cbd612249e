package dev.jacquard.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.data.Split;
import dev.jacquard.examples.data.Digits;

import org.junit.jupiter.api.Test;

class LearnDigitsTest {
    @Test
    void readsNineteenOfTwentyDigitsThatItHasNotSeen() {
        Split data = Digits.load().split(0.8, s -> s.stratified().seed(1));
        try (DigitsMlpNetwork network = DigitsMlpNetwork.create(n -> n.seed(42))) {
            assertThat(LearnDigits.train(network, data, 30).accuracy()).isGreaterThanOrEqualTo(0.95);
        }
    }

    @Test
    void hasTheParametersOfItsLayers() {
        assertThat(DigitsMlpNetwork.DESCRIPTION.parameterCount()).isEqualTo((64 + 1) * 128 + (128 + 1) * 10);
    }
}
