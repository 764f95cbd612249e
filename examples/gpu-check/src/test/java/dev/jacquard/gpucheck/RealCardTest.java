package dev.jacquard.gpucheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.List;

import dev.jacquard.cuda.Devices;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The checks on the first card of this machine, if it has one. */
class RealCardTest {
    @BeforeAll
    static void cardIsThere() {
        Devices devices = Devices.list();
        if (devices.cards().isEmpty()) {
            System.out.println("SKIPPED: no card, so the checks run on an emulated one only: " + devices.reason());
        }
        assumeFalse(devices.cards().isEmpty(), "there is no card: " + devices.reason());
    }

    static List<Check> checks() {
        return Check.all(false);
    }

    @ParameterizedTest
    @MethodSource("checks")
    void onOwnKernels(Check check) {
        agree(check, "never");
    }

    @ParameterizedTest
    @MethodSource("checks")
    void throughLibraries(Check check) {
        agree(check, "always");
    }

    private static void agree(Check check, String libraries) {
        try (var _ = Settings.LIBRARIES.to(libraries)) {
            Report.Finding finding = check.run();
            assertThat(finding.good()).as(finding.text()).isTrue();
        }
    }
}
