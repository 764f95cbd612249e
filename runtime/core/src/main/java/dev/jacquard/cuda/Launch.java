package dev.jacquard.cuda;

/** A kernel with its grid and parameters, ready to be queued. */
public final class Launch implements Queued {
    private final Driver driver;
    private final KernelModule module;
    private final long function;
    private final Grid grid;
    private final int sharedBytes;
    private final boolean cooperative;
    private final Arguments arguments;

    Launch(Driver driver, KernelModule module, long function, Grid grid, int sharedBytes, boolean cooperative, Arguments arguments) {
        this.driver = driver;
        this.module = module;
        this.function = function;
        this.grid = grid;
        this.sharedBytes = sharedBytes;
        this.cooperative = cooperative;
        this.arguments = arguments;
    }

    /** Queues the kernel with the arguments' present values. */
    @Override
    public void queue(Stream stream) {
        module.value();
        driver.launch(function, grid, sharedBytes, stream.value(), arguments.addresses(), cooperative);
    }
}
