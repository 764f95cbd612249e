package dev.jacquard.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test with an emulated card whose cuBLASLt and cuDNN are emulated too. */
abstract class OnEmulatedLibraries {
    Gpu gpu;

    @BeforeEach
    void open() {
        if (!EmulatedCard.possible()) {
            System.out.println("SKIPPED: no g++ on the PATH, so there is no emulated cuBLASLt and cuDNN");
        }
        assumeTrue(EmulatedCard.possible(), "g++ is not installed");
        gpu = EmulatedCard.openWithLibraries();
    }

    @AfterEach
    void close() {
        if (gpu != null) {
            gpu.close();
        }
    }
}
