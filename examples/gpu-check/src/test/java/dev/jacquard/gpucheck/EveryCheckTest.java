package dev.jacquard.gpucheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.stream.Stream;

import dev.jacquard.cuda.EmulatedCard;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every check passes on an emulated card, so a difference on a card is the card's. */
class EveryCheckTest {
    @BeforeAll
    static void compilerIsThere() {
        if (!EmulatedCard.possible()) {
            System.out.println("SKIPPED: no g++ on the PATH, so the checks are not run on an emulated card");
        }
        assumeTrue(EmulatedCard.possible(), "g++ is not installed");
    }

    @BeforeEach
    void emulate() {
        System.setProperty("jacquard.cuda.emulate", "true");
    }

    @AfterEach
    void emulateNoMore() {
        System.clearProperty("jacquard.cuda.emulate");
    }

    static Stream<Check> checks() {
        return Check.all(true).stream();
    }

    @ParameterizedTest
    @MethodSource("checks")
    void onOwnKernels(Check check) {
        Report.Finding finding = check.run();
        assertThat(finding.good()).as(finding.text()).isTrue();
    }

    /** Those of every operation that a library has; chains have the same kernels as these. */
    static Stream<Check> checksOfLibraries() {
        return checks().filter(check -> check.net() == Net.PRODUCTS || check.net() == Net.HEADS);
    }

    @ParameterizedTest
    @MethodSource("checksOfLibraries")
    void throughLibraries(Check check) {
        try (var _ = Settings.LIBRARIES.to("always")) {
            Report.Finding finding = check.run();
            assertThat(finding.good()).as(finding.text()).isTrue();
            assertThat(finding.text()).contains("by libraries", "cuBLASLt", "cuDNN");
        }
    }
}
