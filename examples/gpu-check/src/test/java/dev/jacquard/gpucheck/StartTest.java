package dev.jacquard.gpucheck;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;

import dev.jacquard.JacquardException;
import dev.jacquard.cuda.Devices;

import org.junit.jupiter.api.Test;

class StartTest {
    @Test
    void aProcessWithoutACardSaysWhyItDidNotTrain() {
        Devices devices = Devices.list();
        assumeTrue(devices.cards().isEmpty(), "there is a card");
        assertThatThrownBy(() -> Start.of(List.of("--enable-native-access=ALL-UNNAMED"))).isInstanceOf(JacquardException.class).hasMessageContaining(
                "did not get there").hasMessageContaining(devices.reason());
    }
}
