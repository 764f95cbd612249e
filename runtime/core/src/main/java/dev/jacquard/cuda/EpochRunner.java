package dev.jacquard.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

import dev.jacquard.cuda.kernel.Division;
import dev.jacquard.cuda.kernel.KernelText;
import dev.jacquard.cuda.kernel.UpdateText;
import dev.jacquard.network.Totals;
import dev.jacquard.network.UpdateRule;

/** Trains by a model's persistent kernel: one launch works through any number of steps. */
public final class EpochRunner implements AutoCloseable {
    /** Compute capability that has asynchronous copies, as major·10 + minor. */
    private static final int CAPABILITY = 80;
    private static final long ROWS_AT = 64;
    private static final long FIRST_STEP_AT = 68;
    private final Gpu gpu;
    private final UpdateRule rule;
    private final int batch;
    private final Arena arena = Arena.ofShared();
    private final Resources resources = new Resources();
    private final DeviceMemory scratch;
    private final DeviceMemory sums;
    private final DeviceMemory order;
    private final DeviceMemory rates;
    private final MemorySegment hostOrder;
    private final MemorySegment hostRates;
    private final MemorySegment hostSums;
    private final Arguments arguments;
    private final Launch launch;
    private final int clearedBytes;
    private final int sharedBytes;
    private final int longest;

    /**
     * What a runner works on.
     *
     * @param bytes      whether inputs are bytes that mean byte·scale; floats otherwise
     * @param inputs     rows at distances of a multiple of 16 bytes
     * @param targets    rows of labels or floats
     * @param parameters the flat arena
     * @param state      the optimizer's arrays, one after another
     */
    public record Data(boolean bytes, float scale, DeviceMemory inputs, DeviceMemory targets, DeviceMemory parameters, DeviceMemory state) {
    }

    /**
     * Compiles the kernel and takes the memory it needs.
     *
     * @param text    the model's own part of the kernel
     * @param longest the most rows one launch has
     * @throws CudaException when the card cannot run it, or not with this division
     */
    public EpochRunner(Gpu gpu, String name, String text, UpdateRule rule, double clipValue, int batch, long seed, Division division, Data data,
            int longest) {
        this.gpu = gpu;
        this.rule = rule;
        this.batch = batch;
        this.longest = longest;
        try {
            checkCard(gpu);
            List<String> definitions = new ArrayList<>(UpdateText.definitions(rule, clipValue));
            definitions.addAll(division.definitions(batch));
            definitions.add("INPUT_TYPE=" + (data.bytes() ? "u8" : "float"));
            definitions.add("INPUT_SCALE=" + data.scale() + "f");
            String whole = String.join("\n", KernelText.PRELUDE.text(), KernelText.UPDATE.text(), KernelText.DENSE_CHAIN.text(), text);
            KernelModule module = resources.own(gpu.load(name, whole, definitions));
            int[] sizes = sizes(module);
            sharedBytes = sizes[0];
            clearedBytes = sizes[2];
            if (sharedBytes > gpu.device().sharedMemory()) {
                throw new CudaException("%s with batch %d needs %d bytes of shared memory in each of %d blocks, but %s has %d"
                        .formatted(name, batch, sharedBytes, division.blocks(), gpu.device().name(), gpu.device().sharedMemory()));
            }
            Kernel kernel = module.kernel("train");
            int held = kernel.blocksPerMultiprocessor(division.threads(), sharedBytes) * gpu.device().multiprocessors();
            if (held < division.blocks()) {
                throw new CudaException("%d blocks must run at once, %s holds %d".formatted(division.blocks(), gpu.device().name(), held));
            }
            int steps = (longest + batch - 1) / batch;
            scratch = resources.own(gpu.allocate("what blocks exchange", sizes[1]));
            sums = resources.own(gpu.allocate("sums of losses", 12L * batch));
            order = resources.own(gpu.allocate("row numbers", 4L * longest));
            rates = resources.own(gpu.allocate("learning rates", 8L * steps));
            hostOrder = pinned("row numbers", 4L * longest);
            hostRates = pinned("learning rates", 8L * steps);
            hostSums = pinned("sums of losses", 12L * batch);
            arguments = Arguments.ofStructure(arena, data.inputs(), data.targets(), order, rates, data.parameters(), data.state(), scratch, sums,
                    0, 0, seed);
            launch = kernel.prepare(Grid.of(division.blocks(), division.threads()), sharedBytes, true, arguments);
            scratch.clear(scratch.bytes(), gpu.stream());
        } catch (RuntimeException e) {
            resources.close();
            arena.close();
            throw e;
        }
    }

    /** Blocks copy rows behind their arithmetic, which older cards do not know, and wait for each other. */
    private static void checkCard(Gpu gpu) {
        Device device = gpu.device();
        if (device.capability() < CAPABILITY) {
            throw new CudaException("compute capability 8.0 is needed, %s has %d.%d".formatted(device.name(), device.capability() / 10, device
                    .capability() % 10));
        }
        if (gpu.driver().deviceAttribute(device.index(), Driver.COOPERATIVE_LAUNCH) == 0) {
            throw new CudaException(device.name() + " cannot run all blocks of a kernel at once");
        }
    }

    /** Bytes of a block's shared memory, of what blocks exchange, and of the part that a launch finds cleared: only the kernel's compiler knows. */
    private int[] sizes(KernelModule module) {
        try (Arena launching = Arena.ofShared(); DeviceMemory told = gpu.allocate("sizes", 3L * Integer.BYTES)) {
            module.kernel("tell_sizes").prepare(Grid.of(1, 1), 0, false, Arguments.of(launching, told)).queue(gpu.stream());
            MemorySegment bytes = launching.allocate(told.bytes(), Integer.BYTES);
            told.download(bytes, gpu.stream());
            gpu.stream().await();
            return bytes.toArray(ValueLayout.JAVA_INT);
        }
    }

    private MemorySegment pinned(String purpose, long bytes) {
        return resources.own(PinnedMemory.allocate(gpu.driver(), purpose, bytes)).memory();
    }

    /** Shared memory that each block uses, in bytes. */
    public int sharedBytes() {
        return sharedBytes;
    }

    /**
     * Trains on the rows {@code rowNumbers[from … to)} in their order and waits for the end.
     *
     * @param firstStep     steps done before
     * @param learningRates one for each step
     */
    public void run(int[] rowNumbers, int from, int to, long firstStep, float[] learningRates, Totals totals) {
        long step = firstStep;
        for (int at = from; at < to;) {
            // A run longer than what was set aside is cut at a whole number of batches.
            int count = to - at <= longest ? to - at : longest / batch * batch;
            queue(rowNumbers, at, at + count, step, learningRates, (at - from) / batch);
            gpu.stream().await();
            collect(count, totals);
            step += Math.ceilDiv(count, batch);
            at += count;
        }
    }

    private void queue(int[] rowNumbers, int from, int to, long step, float[] learningRates, int firstRate) {
        int rows = to - from;
        int steps = Math.ceilDiv(rows, batch);
        MemorySegment.copy(rowNumbers, from, hostOrder, ValueLayout.JAVA_INT, 0, rows);
        for (int i = 0; i < steps; i++) {
            float rate = learningRates[firstRate + i];
            hostRates.setAtIndex(ValueLayout.JAVA_FLOAT, 2L * i, rate);
            hostRates.setAtIndex(ValueLayout.JAVA_FLOAT, 2L * i + 1, UpdateText.correctedRate(rule, rate, step + i + 1));
        }
        Stream stream = gpu.stream();
        order.upload(hostOrder, 0, 4L * rows, stream);
        rates.upload(hostRates, 0, 8L * steps, stream);
        scratch.clear(clearedBytes, stream);
        arguments.values().set(ValueLayout.JAVA_INT, ROWS_AT, rows);
        arguments.values().set(ValueLayout.JAVA_INT, FIRST_STEP_AT, (int) step);
        launch.queue(stream);
        sums.download(hostSums, stream);
    }

    private void collect(int rows, Totals totals) {
        double loss = 0;
        double last = 0;
        double hits = 0;
        for (int r = 0; r < batch; r++) {
            loss += hostSums.getAtIndex(ValueLayout.JAVA_FLOAT, r);
            last += hostSums.getAtIndex(ValueLayout.JAVA_FLOAT, batch + (long) r);
            hits += hostSums.getAtIndex(ValueLayout.JAVA_FLOAT, 2L * batch + r);
        }
        int lastRows = (rows - 1) % batch + 1;
        if (rows > lastRows) {
            totals.addStep(rows - lastRows, (loss - last) / (rows - lastRows));
        }
        totals.addStep(lastRows, last / lastRows);
        totals.addOutput(0, loss, hits);
    }

    @Override
    public void close() {
        // The driver waits for running work before it gives memory back.
        resources.close();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
