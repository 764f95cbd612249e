package sample;

import dev.jacquard.cpu.CpuProgram;
import dev.jacquard.cpu.MemoryPlan;
import dev.jacquard.cpu.Region;
import dev.jacquard.cpu.Task;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.Parameters;
import java.lang.foreign.MemorySegment;
import javax.annotation.processing.Generated;

/** The CPU program of {@link Half}. B is the batch; a method works on its samples (or units) from … to. */
@Generated("dev.jacquard.processor.ModelProcessor")
final class HalfCpu extends CpuProgram {
    private static final int X = 0;
    private static final int NORM_MEAN = 1;
    private static final int NORM_VARIANCE = 2;
    private static final int NORM = 3;
    private static final int Y = 4;
    private static final int Y_TARGET = 5;
    private static final int Y_LOSS = 6;
    private static final int Y_KERNEL_TRANSPOSED = 7;
    private static final int NORM_GRADIENT = 8;
    private static final int NORM_GAMMA_GRADIENT = 9;

    /** Training: 10 values in 9 slots, 60 bytes a sample. */
    private static final MemoryPlan TRAINING = MemoryPlan.builder()
            .once(4, Y_KERNEL_TRANSPOSED, NORM_GAMMA_GRADIENT)
            .perRow(4, X)
            .once(4, NORM_MEAN)
            .once(4, NORM_VARIANCE)
            .perRow(4, NORM)
            .perRow(4, NORM_GRADIENT)
            .perRow(1, Y_TARGET)
            .perRow(1, Y)
            .perRow(1, Y_LOSS)
            .build();

    /** Inference: 4 values in 2 slots, 20 bytes a sample. */
    private static final MemoryPlan INFERENCE = MemoryPlan.builder()
            .perRow(4, X, NORM, Y_TARGET)
            .perRow(1, Y)
            .build();

    /** Inference that keeps every layer's value: 4 values in 4 slots, 40 bytes a sample. */
    private static final MemoryPlan INSPECTION = MemoryPlan.builder()
            .perRow(4, X)
            .perRow(4, NORM)
            .perRow(1, Y)
            .perRow(1, Y_TARGET)
            .build();

    /** (4) */
    private final MemorySegment normBeta = parameter("norm.beta");
    /** (4) */
    private final MemorySegment normMovingMean = parameter("norm.movingMean");
    /** (4) */
    private final MemorySegment normMovingVariance = parameter("norm.movingVariance");
    /** (4, 1) */
    private final MemorySegment yKernel = parameter("y.kernel");
    /** (1) */
    private final MemorySegment yBias = parameter("y.bias");
    /** (4) */
    private MemorySegment normBetaGradient = MemorySegment.NULL;
    /** (4, 1) */
    private MemorySegment yKernelGradient = MemorySegment.NULL;
    /** (1) */
    private MemorySegment yBiasGradient = MemorySegment.NULL;
    /** (B, 4) */
    private MemorySegment x = MemorySegment.NULL;
    /** (4) */
    private MemorySegment normMean = MemorySegment.NULL;
    /** (4) */
    private MemorySegment normVariance = MemorySegment.NULL;
    /** (B, 4) */
    private MemorySegment norm = MemorySegment.NULL;
    /** (B, 1) */
    private MemorySegment y = MemorySegment.NULL;
    /** (B, 1) */
    private MemorySegment yTarget = MemorySegment.NULL;
    /** (B, 1) */
    private MemorySegment yLoss = MemorySegment.NULL;
    /** (1, 4) */
    private MemorySegment yKernelTransposed = MemorySegment.NULL;
    /** (B, 4) */
    private MemorySegment normGradient = MemorySegment.NULL;
    /** (4) */
    private MemorySegment normGammaGradient = MemorySegment.NULL;

    private final Region batch1 = Region.of(
            new Region.Part(this::yKernelTransposed, 1, 8));

    private final Region batch2 = Region.of(
            new Region.Part(this::normMean, 4, 16));

    private final Region batch3 = Region.of(
            new Region.Part(this::normMovingMeanUpdate, 4, 4),
            new Region.Part(this::normMovingVarianceUpdate, 4, 4),
            new Region.Part(this::yKernelGradient, 4, 4),
            new Region.Part(this::normBetaGradient, 4, 16),
            new Region.Part(this::yBiasGradient, 1, 16));

    private final Task samples1Task = this::samples1;
    private final Task samples2Task = this::samples2;
    private final Task normInferenceTask = this::normInference;
    private final Task yTask = this::y;
    private final Task scoresTask = this::scores;

    HalfCpu(Parameters parameters, NetworkSettings settings) {
        super(parameters, settings, TRAINING, INFERENCE, INSPECTION);
    }

    @Override
    protected void step() {
        workers.run(batch1);
        workers.run(samples1Task, rows, grain(8));
        workers.run(batch2);
        workers.run(samples2Task, rows, grain(8));
        workers.run(batch3);
    }

    /** Samples from … to, without waiting for other threads. */
    private void samples1(int from, int to) {
        loadInput(0, from, to);
        loadTarget(0, from, to);
    }

    /** Samples from … to, without waiting for other threads. */
    private void samples2(int from, int to) {
        norm(from, to);
        y(from, to);
        yLoss(from, to);
        normGradient(from, to);
    }

    /** Samples from … to, without waiting for other threads. */
    private void scores(int from, int to) {
        loadTarget(0, from, to);
        yLossInference(from, to);
    }

    @Override
    protected void forward() {
        workers.run(normInferenceTask, rows, grain(8));
        workers.run(yTask, rows, grain(8));
    }

    @Override
    protected void inspection() {
        workers.run(normInferenceTask, rows, grain(8));
        workers.run(yTask, rows, grain(8));
    }

    @Override
    protected void score() {
        workers.run(scoresTask, rows, grain(8));
    }

    /** {@link Half#y}: yKernelTransposed (1, 4) ← yKernel (4, 1). */
    private void yKernelTransposed(int from, int to) {
        kernels.transpose(yKernel, yKernelTransposed, from, to, 4, 1);
    }

    /** {@link Half#norm}: normMean (4) ← x (B, 4). */
    private void normMean(int from, int to) {
        kernels.batchMoments(x, normMean, normVariance, from, to, rows, 4);
    }

    /** {@link Half#norm}: norm (B, 4) ← x (B, 4), normMean (4), normVariance (4), normBeta (4). */
    private void norm(int from, int to) {
        kernels.normalize(x, normMean, normVariance, null, normBeta, norm, from, to, 4, 0.001f);
    }

    /** {@link Half#y}: y (B, 1) ← norm (B, 4), yKernel (4, 1), yBias (1). */
    private void y(int from, int to) {
        kernels.dense(norm, yKernel, yBias, y, from, to, 4, 1, null, 0);
    }

    /** {@link Half#y}: yLoss (B, 1) ← y (B, 1), yTarget (B, 1). */
    private void yLoss(int from, int to) {
        kernels.meanSquaredError(y, yTarget, losses(0), yLoss, from, to, 1, lossScale(1.0, 1));
    }

    /** {@link Half#norm}: normGradient (B, 4) ← yLoss (B, 1), yKernelTransposed (1, 4). */
    private void normGradient(int from, int to) {
        kernels.denseInputGradient(yLoss, yKernelTransposed, normGradient, from, to, 4, 1);
    }

    /** {@link Half#norm}: normMovingMeanUpdate (4) ← normMovingMean (4), normMean (4). */
    private void normMovingMeanUpdate(int from, int to) {
        kernels.updateMoving(normMovingMean, normMean, 0.99, from, to);
    }

    /** {@link Half#norm}: normMovingVarianceUpdate (4) ← normMovingVariance (4), normVariance (4). */
    private void normMovingVarianceUpdate(int from, int to) {
        kernels.updateMoving(normMovingVariance, normVariance, 0.99, from, to);
    }

    /** {@link Half#y}: yKernelGradient (4, 1) ← norm (B, 4), yLoss (B, 1). */
    private void yKernelGradient(int from, int to) {
        kernels.denseKernelGradient(norm, yLoss, yKernelGradient, from, to, rows, 4, 1);
    }

    /** {@link Half#norm}: normBetaGradient (4) ← x (B, 4), normMean (4), normVariance (4), normGradient (B, 4). */
    private void normBetaGradient(int from, int to) {
        kernels.batchNormSums(x, normGradient, normMean, normVariance, normGammaGradient, normBetaGradient, from, to, rows, 4, 0.001f);
    }

    /** {@link Half#y}: yBiasGradient (1) ← yLoss (B, 1). */
    private void yBiasGradient(int from, int to) {
        kernels.sumRows(yLoss, yBiasGradient, from, to, rows, 1);
    }

    /** {@link Half#norm}: norm (B, 4) ← x (B, 4), normMovingMean (4), normMovingVariance (4), normBeta (4). */
    private void normInference(int from, int to) {
        kernels.normalize(x, normMovingMean, normMovingVariance, null, normBeta, norm, from, to, 4, 0.001f);
    }

    /** {@link Half#y}: yLoss (B) ← y (B, 1), yTarget (B, 1). */
    private void yLossInference(int from, int to) {
        kernels.meanSquaredError(y, yTarget, losses(0), null, from, to, 1, 0);
    }

    @Override
    protected void bind(MemoryPlan.Memory memory) {
        x = memory.at(X);
        normMean = memory.at(NORM_MEAN);
        normVariance = memory.at(NORM_VARIANCE);
        norm = memory.at(NORM);
        y = memory.at(Y);
        yTarget = memory.at(Y_TARGET);
        yLoss = memory.at(Y_LOSS);
        yKernelTransposed = memory.at(Y_KERNEL_TRANSPOSED);
        normGradient = memory.at(NORM_GRADIENT);
        normGammaGradient = memory.at(NORM_GAMMA_GRADIENT);
    }

    @Override
    protected void bindGradients() {
        normBetaGradient = gradient("norm.beta");
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
            case "norm" -> norm;
            case "y" -> y;
            default -> null;
        };
    }
}
