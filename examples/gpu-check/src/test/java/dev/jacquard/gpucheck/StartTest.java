package dev.jacquard.gpucheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;

import dev.jacquard.JacquardException;
import dev.jacquard.cuda.Devices;
import dev.jacquard.cuda.EmulatedCard;

import org.junit.jupiter.api.Test;

class StartTest {
    private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";
    private static final Duration LIMIT = Duration.ofMinutes(10);

    @Test
    void bothProcessesTrainForAStep() {
        assumeTrue(EmulatedCard.possible(), "g++ is not installed");
        Start start = Start.of(List.of(NATIVE, "-Djacquard.cuda.emulate=true"), LIMIT);
        assertThat(start.cold()).isPositive();
        assertThat(start.warm()).isPositive();
    }

    @Test
    void aProcessWithoutACardSaysWhyItDidNotTrain() {
        Devices devices = Devices.list();
        assumeTrue(devices.cards().isEmpty(), "there is a card");
        assertThatThrownBy(() -> Start.of(List.of(NATIVE, "-Djacquard.cuda.path=" + System.getProperty("jacquard.cuda.path", "")), LIMIT))
                .isInstanceOf(JacquardException.class).hasMessageContaining(
                        "did not get there")
                .hasMessageContaining(devices.reason());
    }
}
