package sample;

import dev.jacquard.cpu.CpuProgram;
import dev.jacquard.cpu.MemoryPlan;
import dev.jacquard.cpu.Region;
import dev.jacquard.cpu.Task;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.Parameters;
import java.lang.foreign.MemorySegment;
import javax.annotation.processing.Generated;

/** The CPU program of {@link Waiting}. B is the batch; a method works on its samples (or units) from … to. */
@Generated("dev.jacquard.processor.ModelProcessor")
final class WaitingCpu extends CpuProgram {
    private static final int X = 0;
    private static final int PART_OUT = 1;
    private static final int Y = 2;
    private static final int Y_TARGET = 3;
    private static final int Y_LOSS = 4;
    private static final int Y_KERNEL_TRANSPOSED = 5;
    private static final int PART_OUT_GRADIENT = 6;

    /** Training: 7 values in 7 slots, 76 bytes a sample. */
    private static final MemoryPlan TRAINING = MemoryPlan.builder()
            .once(9, Y_KERNEL_TRANSPOSED)
            .perRow(4, X)
            .perRow(3, PART_OUT)
            .perRow(3, Y)
            .perRow(3, Y_TARGET)
            .perRow(3, Y_LOSS)
            .perRow(3, PART_OUT_GRADIENT)
            .build();

    /** Inference: 4 values in 2 slots, 28 bytes a sample. */
    private static final MemoryPlan INFERENCE = MemoryPlan.builder()
            .perRow(4, X, Y)
            .perRow(3, PART_OUT, Y_TARGET)
            .build();

    /** Inference that keeps every layer's value: 4 values in 4 slots, 52 bytes a sample. */
    private static final MemoryPlan INSPECTION = MemoryPlan.builder()
            .perRow(4, X)
            .perRow(3, PART_OUT)
            .perRow(3, Y)
            .perRow(3, Y_TARGET)
            .build();

    /** (4, 3) */
    private final MemorySegment partOutKernel = parameter("part.out.kernel");
    /** (3) */
    private final MemorySegment partOutBias = parameter("part.out.bias");
    /** (3, 3) */
    private final MemorySegment yKernel = parameter("y.kernel");
    /** (3) */
    private final MemorySegment yBias = parameter("y.bias");
    /** (4, 3) */
    private MemorySegment partOutKernelGradient = MemorySegment.NULL;
    /** (3) */
    private MemorySegment partOutBiasGradient = MemorySegment.NULL;
    /** (3, 3) */
    private MemorySegment yKernelGradient = MemorySegment.NULL;
    /** (3) */
    private MemorySegment yBiasGradient = MemorySegment.NULL;
    /** (B, 4) */
    private MemorySegment x = MemorySegment.NULL;
    /** (B, 3) */
    private MemorySegment partOut = MemorySegment.NULL;
    /** (B, 3) */
    private MemorySegment y = MemorySegment.NULL;
    /** (B, 3) */
    private MemorySegment yTarget = MemorySegment.NULL;
    /** (B, 3) */
    private MemorySegment yLoss = MemorySegment.NULL;
    /** (3, 3) */
    private MemorySegment yKernelTransposed = MemorySegment.NULL;
    /** (B, 3) */
    private MemorySegment partOutGradient = MemorySegment.NULL;

    private final Region batch1 = Region.of(
            new Region.Part(this::yKernelTransposed, 3, 8));

    private final Region batch2 = Region.of(
            new Region.Part(this::partOutKernelGradient, 4, 4),
            new Region.Part(this::yKernelGradient, 3, 3),
            new Region.Part(this::yBiasGradient, 3, 16),
            new Region.Part(this::partOutBiasGradient, 3, 16));

    private final Task samples1Task = this::samples1;
    private final Task partOutTask = this::partOut;
    private final Task yTask = this::y;
    private final Task scoresTask = this::scores;

    WaitingCpu(Parameters parameters, NetworkSettings settings) {
        super(parameters, settings, TRAINING, INFERENCE, INSPECTION);
    }

    @Override
    protected void step() {
        workers.run(batch1);
        workers.run(samples1Task, rows, grain(8));
        workers.run(batch2);
    }

    /** Samples from … to, without waiting for other threads. */
    private void samples1(int from, int to) {
        loadInput(0, from, to);
        partOut(from, to);
        y(from, to);
        loadTarget(0, from, to);
        yLoss(from, to);
        partOutGradient(from, to);
    }

    /** Samples from … to, without waiting for other threads. */
    private void scores(int from, int to) {
        loadTarget(0, from, to);
        yLossInference(from, to);
    }

    @Override
    protected void forward() {
        workers.run(partOutTask, rows, grain(8));
        workers.run(yTask, rows, grain(8));
    }

    @Override
    protected void inspection() {
        workers.run(partOutTask, rows, grain(8));
        workers.run(yTask, rows, grain(8));
    }

    @Override
    protected void score() {
        workers.run(scoresTask, rows, grain(8));
    }

    /** {@link Waiting#y}: yKernelTransposed (3, 3) ← yKernel (3, 3). */
    private void yKernelTransposed(int from, int to) {
        kernels.transpose(yKernel, yKernelTransposed, from, to, 3, 3);
    }

    /** {@link Waiting#part}: partOut (B, 3) ← x (B, 4), partOutKernel (4, 3), partOutBias (3). */
    private void partOut(int from, int to) {
        kernels.dense(x, partOutKernel, partOutBias, partOut, from, to, 4, 3, null, 0);
    }

    /** {@link Waiting#y}: y (B, 3) ← partOut (B, 3), yKernel (3, 3), yBias (3). */
    private void y(int from, int to) {
        kernels.dense(partOut, yKernel, yBias, y, from, to, 3, 3, null, 0);
    }

    /** {@link Waiting#y}: yLoss (B, 3) ← y (B, 3), yTarget (B, 3). */
    private void yLoss(int from, int to) {
        kernels.meanSquaredError(y, yTarget, losses(0), yLoss, from, to, 3, lossScale(1.0, 1));
    }

    /** {@link Waiting#part}: partOutGradient (B, 3) ← yLoss (B, 3), yKernelTransposed (3, 3). */
    private void partOutGradient(int from, int to) {
        kernels.denseInputGradient(yLoss, yKernelTransposed, partOutGradient, from, to, 3, 3);
    }

    /** {@link Waiting#part}: partOutKernelGradient (4, 3) ← x (B, 4), partOutGradient (B, 3). */
    private void partOutKernelGradient(int from, int to) {
        kernels.denseKernelGradient(x, partOutGradient, partOutKernelGradient, from, to, rows, 4, 3);
    }

    /** {@link Waiting#y}: yKernelGradient (3, 3) ← partOut (B, 3), yLoss (B, 3). */
    private void yKernelGradient(int from, int to) {
        kernels.denseKernelGradient(partOut, yLoss, yKernelGradient, from, to, rows, 3, 3);
    }

    /** {@link Waiting#y}: yBiasGradient (3) ← yLoss (B, 3). */
    private void yBiasGradient(int from, int to) {
        kernels.sumRows(yLoss, yBiasGradient, from, to, rows, 3);
    }

    /** {@link Waiting#part}: partOutBiasGradient (3) ← partOutGradient (B, 3). */
    private void partOutBiasGradient(int from, int to) {
        kernels.sumRows(partOutGradient, partOutBiasGradient, from, to, rows, 3);
    }

    /** {@link Waiting#y}: yLoss (B) ← y (B, 3), yTarget (B, 3). */
    private void yLossInference(int from, int to) {
        kernels.meanSquaredError(y, yTarget, losses(0), null, from, to, 3, 0);
    }

    @Override
    protected void bind(MemoryPlan.Memory memory) {
        x = memory.at(X);
        partOut = memory.at(PART_OUT);
        y = memory.at(Y);
        yTarget = memory.at(Y_TARGET);
        yLoss = memory.at(Y_LOSS);
        yKernelTransposed = memory.at(Y_KERNEL_TRANSPOSED);
        partOutGradient = memory.at(PART_OUT_GRADIENT);
    }

    @Override
    protected void bindGradients() {
        partOutKernelGradient = gradient("part.out.kernel");
        partOutBiasGradient = gradient("part.out.bias");
        yKernelGradient = gradient("y.kernel");
        yBiasGradient = gradient("y.bias");
    }

    @Override
    protected MemorySegment input(int index) {
        return x;
    }

    @Override
    protected MemorySegment target(int index) {
        return switch (index) {
            case 0 -> yTarget;
            default -> throw new IndexOutOfBoundsException(index);
        };
    }

    @Override
    protected MemorySegment result(int index) {
        return y;
    }

    @Override
    protected MemorySegment named(String name) {
        return switch (name) {
            case "x" -> x;
            case "part.out" -> partOut;
            case "y" -> y;
            default -> null;
        };
    }
}
