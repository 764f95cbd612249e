package dev.jacquard.cuda;

/** One kernel of a module, valid as long as the module is open. */
public final class Kernel {
    private static final int WITHOUT_ASKING = 48 * 1024;
    private final Driver driver;
    private final KernelModule module;
    private final String name;
    private final long function;

    Kernel(Driver driver, KernelModule module, String name, long function) {
        this.driver = driver;
        this.module = module;
        this.name = name;
        this.function = function;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /**
     * Makes a launch that can be queued again and again without allocating.
     *
     * @param sharedBytes shared memory of each block
     * @param cooperative whether all blocks must run at once
     */
    public Launch prepare(Grid grid, int sharedBytes, boolean cooperative, Arguments arguments) {
        module.value();
        if (sharedBytes > WITHOUT_ASKING) {
            driver.allowSharedMemory(function, sharedBytes);
        }
        return new Launch(driver, module, function, grid, sharedBytes, cooperative, arguments);
    }

    /** How many of its blocks one multiprocessor holds at once. */
    public int blocksPerMultiprocessor(int threads, int sharedBytes) {
        if (sharedBytes > WITHOUT_ASKING) {
            driver.allowSharedMemory(function, sharedBytes);
        }
        return driver.blocksPerMultiprocessor(function, threads, sharedBytes);
    }
}
