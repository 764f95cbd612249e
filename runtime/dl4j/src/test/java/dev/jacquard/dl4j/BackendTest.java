package dev.jacquard.dl4j;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import dev.jacquard.JacquardException;
import dev.jacquard.cuda.Device;

import org.junit.jupiter.api.Test;

class BackendTest {
    private static Device card(String name, int capability) {
        return new Device(0, name, 80L << 30, capability, 132, 232_448);
    }

    @Test
    void aCardWithoutCodeIsNamedAndTheOtherEngineOffered() {
        assertThatThrownBy(() -> Backend.checkCards("Mlp", List.of(card("NVIDIA H100 80GB HBM3", 90)))).isInstanceOf(JacquardException.class)
                .hasMessage(
                        "Mlp was asked to run on DL4J with ND4J's CUDA backend (nd4j-cuda-11.6 1.0.0-M2.1), which holds code for sm_37 to sm_86 and no"
                                + " PTX, but card 0 is NVIDIA H100 80GB HBM3, sm_90; say engine(CUDA), which compiles for this card, or put nd4j-native in place of"
                                + " nd4j-cuda on the class path");
    }

    @Test
    void cardsItHasCodeForPass() {
        assertThatCode(() -> {
            Backend.checkCards("Mlp", List.of());
            Backend.checkCards("Mlp", List.of(card("Tesla K80", 37)));
            Backend.checkCards("Mlp", List.of(card("NVIDIA A10", 86), card("NVIDIA H100", 90)));
        }).doesNotThrowAnyException();
    }
}
