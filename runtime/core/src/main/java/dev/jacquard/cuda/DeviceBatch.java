package dev.jacquard.cuda;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The step at work, on the card and as the host's copy: the structure {@code Batch} of the kernel text, and two sums for each output behind it. */
final class DeviceBatch {
    private static final long RUN_ROWS = 12;
    private static final long STEP = 16;
    private static final long SEED = 24;
    private static final long RATES = 32;
    private static final long LAST_LOSS = 48;
    private static final long LOSS = 56;
    private static final long OUTPUTS = 64;
    private static final long OUTPUT = 16;
    private final DeviceMemory memory;
    private final MemorySegment host;

    /**
     * Takes memory.
     *
     * @param outputs how many results the network has
     */
    DeviceBatch(Gpu gpu, Resources resources, int outputs) {
        memory = resources.own(gpu.allocate("the batch at work", bytes(outputs)));
        host = resources.own(PinnedMemory.allocate(gpu.driver(), "the batch at work", bytes(outputs))).memory();
    }

    /** Bytes of the card's memory for a network of so many results. */
    static long bytes(int outputs) {
        return OUTPUTS + OUTPUT * outputs;
    }

    DeviceMemory memory() {
        return memory;
    }

    /** Where the card keeps the learning rates of the step at work. */
    long rates() {
        return memory.value() + RATES;
    }

    /**
     * The first step of a run; each step begins the next one when it ends.
     *
     * @param rows      of the run
     * @param batchSize of its steps
     * @param firstStep steps done before
     * @param rates     the two numbers that {@link #rates} is the address of
     */
    void startRun(int rows, int batchSize, long firstStep, long seed, MemorySegment rates, Stream stream) {
        host.fill((byte) 0);
        host.set(ValueLayout.JAVA_INT, 0, Math.min(rows, batchSize));
        host.set(ValueLayout.JAVA_INT, RUN_ROWS, rows);
        host.set(ValueLayout.JAVA_LONG, STEP, firstStep);
        host.set(ValueLayout.JAVA_LONG, SEED, seed);
        MemorySegment.copy(rates, 0, host, RATES, 8);
        memory.upload(host, stream);
    }

    /** A single batch whose rows are already in place. */
    void setRows(int rows, Stream stream) {
        host.fill((byte) 0);
        host.set(ValueLayout.JAVA_INT, 0, rows);
        host.set(ValueLayout.JAVA_INT, RUN_ROWS, rows);
        memory.upload(host, stream);
    }

    /** Fetches the sums; wait for the stream before reading them. */
    void fetch(Stream stream) {
        memory.download(host, stream);
    }

    double loss() {
        return host.get(ValueLayout.JAVA_DOUBLE, LOSS);
    }

    double lastLoss() {
        return host.get(ValueLayout.JAVA_DOUBLE, LAST_LOSS);
    }

    double outputLoss(int output) {
        return host.get(ValueLayout.JAVA_DOUBLE, OUTPUTS + OUTPUT * output);
    }

    double outputHits(int output) {
        return host.get(ValueLayout.JAVA_DOUBLE, OUTPUTS + OUTPUT * output + 8);
    }
}
