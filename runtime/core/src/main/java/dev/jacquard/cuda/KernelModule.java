package dev.jacquard.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;

/** Machine code loaded on a card. */
public final class KernelModule extends Handle {
    private final Driver driver;

    private KernelModule(Driver driver, long module) {
        super("a module", module, driver::unloadModule);
        this.driver = driver;
    }

    static KernelModule load(Driver driver, byte[] cubin) {
        try (Arena arena = Arena.ofConfined()) {
            return new KernelModule(driver, driver.loadModule(arena.allocateFrom(ValueLayout.JAVA_BYTE, cubin)));
        }
    }

    /** A kernel by its name. */
    public Kernel kernel(String name) {
        return new Kernel(driver, this, name, driver.function(value(), name));
    }
}
