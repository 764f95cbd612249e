package dev.jacquard.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

import dev.jacquard.cuda.kernel.DenseChain;
import dev.jacquard.cuda.kernel.DenseChainText;
import dev.jacquard.cuda.kernel.Division;
import dev.jacquard.cuda.kernel.UpdateText;
import dev.jacquard.network.Totals;
import dev.jacquard.network.UpdateRule;

/** A chain of dense layers in training by its persistent kernel: one launch works through any number of steps. */
public final class ChainTraining implements AutoCloseable {
    private static final long ROWS_AT = 64;
    private static final long FIRST_STEP_AT = 68;
    private final Gpu gpu;
    private final DenseChain chain;
    private final UpdateRule rule;
    private final int batch;
    private final Arena arena = Arena.ofConfined();
    private final Resources resources = new Resources();
    private final DeviceMemory parameters;
    private final DeviceMemory state;
    private final DeviceMemory scratch;
    private final DeviceMemory sums;
    private final DeviceMemory order;
    private final DeviceMemory rates;
    private final MemorySegment hostOrder;
    private final MemorySegment hostRates;
    private final MemorySegment hostSums;
    private final Arguments arguments;
    private final Launch launch;
    private final int counterBytes;
    private final int sharedBytes;
    private final int longest;
    private long step;

    /**
     * Compiles the kernel and takes the memory it needs.
     *
     * @param text    {@link DenseChainText#portable} of the chain
     * @param inputs  rows of {@link DenseChain#inputBytes()} on the card
     * @param targets rows of {@link DenseChain#targetBytes()} on the card
     * @param longest the most rows one run has
     */
    public ChainTraining(Gpu gpu, DenseChain chain, String text, UpdateRule rule, double clipValue, int batch, long seed, Division division,
            DeviceMemory inputs, DeviceMemory targets, int longest) {
        this.gpu = gpu;
        this.chain = chain;
        this.rule = rule;
        this.batch = batch;
        this.longest = longest;
        try {
            List<String> definitions = new ArrayList<>(UpdateText.definitions(rule, clipValue));
            definitions.addAll(division.definitions(batch));
            KernelModule module = resources.own(gpu.load(chain.name(), text, definitions));
            sharedBytes = module.constant("memory_bytes", gpu.stream());
            counterBytes = module.constant("counter_bytes", gpu.stream());
            if (sharedBytes > gpu.device().sharedMemory()) {
                throw new CudaException("%s with batch %d needs %d bytes of shared memory in each of %d blocks, but %s has %d".formatted(chain
                        .name(), batch, sharedBytes, division.blocks(), gpu.device().name(), gpu.device().sharedMemory()));
            }
            int steps = (longest + batch - 1) / batch;
            parameters = resources.own(gpu.allocate("the parameters of " + chain.name(), 4 * chain.parameters()));
            state = resources.own(gpu.allocate("the optimizer's state of " + chain.name(), 4 * chain.parameters() * rule.slots()));
            scratch = resources.own(gpu.allocate("what blocks exchange", module.constant("scratch_bytes", gpu.stream())));
            sums = resources.own(gpu.allocate("sums of losses", 12L * batch));
            order = resources.own(gpu.allocate("row numbers", 4L * longest));
            rates = resources.own(gpu.allocate("learning rates", 8L * steps));
            hostOrder = arena.allocate(4L * longest, 64);
            hostRates = arena.allocate(8L * steps, 64);
            hostSums = arena.allocate(12L * batch, 64);
            arguments = Arguments.ofStructure(arena, inputs, targets, order, rates, parameters, state, scratch, sums, 0, 0, seed);
            launch = module.kernel("train").prepare(Grid.of(division.blocks(), division.threads()), sharedBytes, true, arguments);
            state.clear(state.bytes(), gpu.stream());
            scratch.clear(scratch.bytes(), gpu.stream());
        } catch (RuntimeException e) {
            resources.close();
            arena.close();
            throw e;
        }
    }

    /** The flat arena on the card. */
    public DeviceMemory parameters() {
        return parameters;
    }

    /** The optimizer's arrays on the card, one after another. */
    public DeviceMemory state() {
        return state;
    }

    /** Shared memory that each block uses, in bytes. */
    public int sharedBytes() {
        return sharedBytes;
    }

    /** Steps done so far. */
    public long step() {
        return step;
    }

    /** Continues from that step. */
    public void step(long next) {
        step = next;
    }

    /**
     * Trains on the rows {@code rowNumbers[from … to)} in their order and waits for the end.
     *
     * @param learningRates one for each step
     */
    public void run(int[] rowNumbers, int from, int to, float[] learningRates, Totals totals) {
        for (int at = from; at < to;) {
            // A run longer than what was set aside is cut at a whole number of batches.
            int count = to - at <= longest ? to - at : longest / batch * batch;
            queue(rowNumbers, at, at + count, learningRates, (at - from) / batch);
            gpu.stream().await();
            collect(count, totals);
            at += count;
        }
    }

    private void queue(int[] rowNumbers, int from, int to, float[] learningRates, int firstRate) {
        int rows = to - from;
        int steps = (rows + batch - 1) / batch;
        MemorySegment.copy(rowNumbers, from, hostOrder, ValueLayout.JAVA_INT, 0, rows);
        for (int i = 0; i < steps; i++) {
            float rate = learningRates[firstRate + i];
            hostRates.setAtIndex(ValueLayout.JAVA_FLOAT, 2L * i, rate);
            hostRates.setAtIndex(ValueLayout.JAVA_FLOAT, 2L * i + 1, UpdateText.correctedRate(rule, rate, step + i + 1));
        }
        Stream stream = gpu.stream();
        order.upload(hostOrder, 0, 4L * rows, stream);
        rates.upload(hostRates, 0, 8L * steps, stream);
        scratch.clear(counterBytes, stream);
        arguments.values().set(ValueLayout.JAVA_INT, ROWS_AT, rows);
        arguments.values().set(ValueLayout.JAVA_INT, FIRST_STEP_AT, (int) step);
        launch.queue(stream);
        sums.download(hostSums, stream);
        step += steps;
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
        totals.addOutput(0, loss, Math.round(hits));
    }

    /** The description it was made for. */
    public DenseChain chain() {
        return chain;
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
