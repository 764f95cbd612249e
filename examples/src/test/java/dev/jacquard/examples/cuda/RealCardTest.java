package dev.jacquard.examples.cuda;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.jacquard.cuda.Devices;
import dev.jacquard.cuda.Gpu;

import org.junit.jupiter.api.BeforeAll;

/** On the first card of this machine, if it has one. */
class RealCardTest extends CardTest {
    @BeforeAll
    static void cardIsThere() {
        Devices devices = Devices.list();
        if (devices.cards().isEmpty()) {
            System.out.println("SKIPPED: no card, so kernels run on an emulated one only: " + devices.reason());
        }
        assumeFalse(devices.cards().isEmpty(), "there is no card: " + devices.reason());
    }

    @Override
    Gpu open() {
        return open("never");
    }

    @Override
    Gpu openWithLibraries() {
        return open("always");
    }

    private static Gpu open(String libraries) {
        System.setProperty("jacquard.cuda.libraries", libraries);
        try {
            return Gpu.open(0);
        } finally {
            System.clearProperty("jacquard.cuda.libraries");
        }
    }
}
