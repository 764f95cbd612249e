package sample;

import dev.jacquard.cpu.Conv2DShape;
import dev.jacquard.cpu.CpuProgram;
import dev.jacquard.cpu.Formula;
import dev.jacquard.cpu.MemoryPlan;
import dev.jacquard.cpu.Pool2DShape;
import dev.jacquard.cpu.Region;
import dev.jacquard.cpu.Task;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.Parameters;
import java.lang.foreign.MemorySegment;
import javax.annotation.processing.Generated;

/** The CPU program of {@link Cnn}. B is the batch; a method works on its samples (or units) from … to. */
@Generated("dev.jacquard.processor.ModelProcessor")
final class CnnCpu extends CpuProgram {
    /** relu(x0). */
    private static final Formula CONV_ACTIVATION = Formula.relu(Formula.x(0));
    /** x0 · mask(0.2). */
    private static final Formula KEPT_FORMULA = Formula.multiply(Formula.x(0), Formula.dropoutMask(0.2f));
    /** x0 · step(x1). */
    private static final Formula POOLED_MASKED_FORMULA = Formula.multiply(Formula.x(0), Formula.step(Formula.x(1)));
    private static final Conv2DShape CONV_SHAPE = new Conv2DShape(28, 28, 1, 4, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1);
    private static final Pool2DShape POOLED_SHAPE = new Pool2DShape(28, 28, 4, 2, 2, 2, 2, 0, 0, 0, 0);
    private static final int IMAGE = 0;
    private static final int PLANE = 1;
    private static final int CONV = 2;
    private static final int POOLED = 3;
    private static final int NORM_MEAN = 4;
    private static final int NORM_VARIANCE = 5;
    private static final int NORM = 6;
    private static final int FLAT = 7;
    private static final int KEPT = 8;
    private static final int DIGIT_PREACTIVATION = 9;
    private static final int DIGIT_TARGET = 10;
    private static final int DIGIT_LOSS = 11;
    private static final int DIGIT = 12;
    private static final int DIGIT_KERNEL_TRANSPOSED = 13;
    private static final int KEPT_GRADIENT = 14;
    private static final int FLAT_GRADIENT = 15;
    private static final int NORM_GRADIENT = 16;
    private static final int POOLED_GRADIENT = 17;
    private static final int POOLED_MASKED = 18;
    private static final int CONV_PREACTIVATION_GRADIENT = 19;

    /** Training: 17 values in 12 slots, 37716 bytes a sample. */
    private static final MemoryPlan TRAINING = MemoryPlan.builder()
            .once(7840, DIGIT_KERNEL_TRANSPOSED)
            .perRow(3136, CONV)
            .perRow(3136, NORM, KEPT, CONV_PREACTIVATION_GRADIENT)
            .perRow(784, IMAGE)
            .perRow(784, POOLED)
            .perRow(784, KEPT_GRADIENT, FLAT_GRADIENT, POOLED_MASKED)
            .perRow(784, DIGIT_PREACTIVATION, POOLED_GRADIENT)
            .perRow(10, DIGIT_LOSS)
            .perRow(10, DIGIT)
            .once(4, NORM_MEAN)
            .once(4, NORM_VARIANCE)
            .perRow(1, DIGIT_TARGET)
            .view(PLANE, IMAGE)
            .view(FLAT, NORM)
            .view(NORM_GRADIENT, FLAT_GRADIENT)
            .build();

    /** Inference: 7 values in 3 slots, 15684 bytes a sample. */
    private static final MemoryPlan INFERENCE = MemoryPlan.builder()
            .perRow(3136, CONV, NORM, DIGIT)
            .perRow(784, IMAGE, POOLED, DIGIT_PREACTIVATION)
            .perRow(1, DIGIT_TARGET)
            .view(PLANE, IMAGE)
            .view(FLAT, NORM)
            .view(KEPT, NORM)
            .build();

    /** Inference that keeps every layer's value: 7 values in 7 slots, 22036 bytes a sample. */
    private static final MemoryPlan INSPECTION = MemoryPlan.builder()
            .perRow(3136, CONV)
            .perRow(784, IMAGE)
            .perRow(784, POOLED)
            .perRow(784, NORM)
            .perRow(10, DIGIT_PREACTIVATION)
            .perRow(10, DIGIT)
            .perRow(1, DIGIT_TARGET)
            .view(PLANE, IMAGE)
            .view(FLAT, NORM)
            .view(KEPT, NORM)
            .build();

    /** (3, 3, 1, 4) */
    private final MemorySegment convKernel = parameter("conv.kernel");
    /** (4) */
    private final MemorySegment convBias = parameter("conv.bias");
    /** (4) */
    private final MemorySegment normGamma = parameter("norm.gamma");
    /** (4) */
    private final MemorySegment normBeta = parameter("norm.beta");
    /** (4) */
    private final MemorySegment normMovingMean = parameter("norm.movingMean");
    /** (4) */
    private final MemorySegment normMovingVariance = parameter("norm.movingVariance");
    /** (784, 10) */
    private final MemorySegment digitKernel = parameter("digit.kernel");
    /** (10) */
    private final MemorySegment digitBias = parameter("digit.bias");
    /** (3, 3, 1, 4) */
    private MemorySegment convKernelGradient = MemorySegment.NULL;
    /** (4) */
    private MemorySegment convBiasGradient = MemorySegment.NULL;
    /** (4) */
    private MemorySegment normGammaGradient = MemorySegment.NULL;
    /** (4) */
    private MemorySegment normBetaGradient = MemorySegment.NULL;
    /** (784, 10) */
    private MemorySegment digitKernelGradient = MemorySegment.NULL;
    /** (10) */
    private MemorySegment digitBiasGradient = MemorySegment.NULL;
    /** (B, 28, 28) */
    private MemorySegment image = MemorySegment.NULL;
    /** (B, 28, 28, 1) */
    private MemorySegment plane = MemorySegment.NULL;
    /** (B, 28, 28, 4) */
    private MemorySegment conv = MemorySegment.NULL;
    /** (B, 14, 14, 4) */
    private MemorySegment pooled = MemorySegment.NULL;
    /** (4) */
    private MemorySegment normMean = MemorySegment.NULL;
    /** (4) */
    private MemorySegment normVariance = MemorySegment.NULL;
    /** (B, 14, 14, 4) */
    private MemorySegment norm = MemorySegment.NULL;
    /** (B, 784) */
    private MemorySegment flat = MemorySegment.NULL;
    /** (B, 784) */
    private MemorySegment kept = MemorySegment.NULL;
    /** (B, 10) */
    private MemorySegment digitPreactivation = MemorySegment.NULL;
    /** (B) */
    private MemorySegment digitTarget = MemorySegment.NULL;
    /** (B, 10) */
    private MemorySegment digitLoss = MemorySegment.NULL;
    /** (B, 10) */
    private MemorySegment digit = MemorySegment.NULL;
    /** (10, 784) */
    private MemorySegment digitKernelTransposed = MemorySegment.NULL;
    /** (B, 784) */
    private MemorySegment keptGradient = MemorySegment.NULL;
    /** (B, 784) */
    private MemorySegment flatGradient = MemorySegment.NULL;
    /** (B, 14, 14, 4) */
    private MemorySegment normGradient = MemorySegment.NULL;
    /** (B, 14, 14, 4) */
    private MemorySegment pooledGradient = MemorySegment.NULL;
    /** (B, 14, 14, 4) */
    private MemorySegment pooledMasked = MemorySegment.NULL;
    /** (B, 28, 28, 4) */
    private MemorySegment convPreactivationGradient = MemorySegment.NULL;

    private final Region batch1 = Region.of(
            new Region.Part(this::digitKernelTransposed, 10, 8));

    private final Region batch2 = Region.of(
            new Region.Part(this::normMean, 4, 16));

    private final Region batch3 = Region.of(
            new Region.Part(this::digitKernelGradient, 784, 56),
            new Region.Part(this::normBetaGradient, 4, 16),
            new Region.Part(this::digitBiasGradient, 10, 16),
            new Region.Part(this::normMovingMeanUpdate, 4, 4),
            new Region.Part(this::normMovingVarianceUpdate, 4, 4));

    private final Region batch4 = Region.of(
            new Region.Part(this::convKernelGradient, kernels.conv2dKernelGradientUnits(CONV_SHAPE), 1),
            new Region.Part(this::convBiasGradient, 4, 16));

    private final Task samples1Task = this::samples1;
    private final Task samples2Task = this::samples2;
    private final Task samples3Task = this::samples3;
    private final Task convTask = this::conv;
    private final Task pooledTask = this::pooled;
    private final Task normInferenceTask = this::normInference;
    private final Task digitPreactivationTask = this::digitPreactivation;
    private final Task digitTask = this::digit;
    private final Task scoresTask = this::scores;

    CnnCpu(Parameters parameters, NetworkSettings settings) {
        super(parameters, settings, TRAINING, INFERENCE, INSPECTION);
    }

    @Override
    protected void step() {
        workers.run(batch1);
        workers.run(samples1Task, rows, grain(2));
        workers.run(batch2);
        workers.run(samples2Task, rows, grain(2));
        workers.run(batch3);
        workers.run(samples3Task, rows, grain(2));
        workers.run(batch4);
    }

    /** Samples from … to, without waiting for other threads. */
    private void samples1(int from, int to) {
        loadInput(0, from, to);
        conv(from, to);
        pooled(from, to);
        loadTarget(0, from, to);
    }

    /** Samples from … to, without waiting for other threads. */
    private void samples2(int from, int to) {
        norm(from, to);
        kept(from, to);
        digitPreactivation(from, to);
        digitLoss(from, to);
        keptGradient(from, to);
        flatGradient(from, to);
    }

    /** Samples from … to, without waiting for other threads. */
    private void samples3(int from, int to) {
        pooledGradient(from, to);
        pooledMasked(from, to);
        convPreactivationGradient(from, to);
    }

    /** Samples from … to, without waiting for other threads. */
    private void scores(int from, int to) {
        loadTarget(0, from, to);
        digitLossInference(from, to);
    }

    @Override
    protected void forward() {
        workers.run(convTask, rows, grain(2));
        workers.run(pooledTask, rows, grain(2));
        workers.run(normInferenceTask, rows, grain(2));
        workers.run(digitPreactivationTask, rows, grain(2));
        workers.run(digitTask, rows, grain(2));
    }

    @Override
    protected void inspection() {
        workers.run(convTask, rows, grain(2));
        workers.run(pooledTask, rows, grain(2));
        workers.run(normInferenceTask, rows, grain(2));
        workers.run(digitPreactivationTask, rows, grain(2));
        workers.run(digitTask, rows, grain(2));
    }

    @Override
    protected void score() {
        workers.run(scoresTask, rows, grain(2));
    }

    /** {@link Cnn#digit}: digitKernelTransposed (10, 784) ← digitKernel (784, 10). */
    private void digitKernelTransposed(int from, int to) {
        kernels.transpose(digitKernel, digitKernelTransposed, from, to, 784, 10);
    }

    /** {@link Cnn#conv}: conv (B, 28, 28, 4) ← plane (B, 28, 28, 1), convKernel (3, 3, 1, 4), convBias (4). */
    private void conv(int from, int to) {
        kernels.conv2d(plane, convKernel, convBias, conv, from, to, CONV_SHAPE, CONV_ACTIVATION, 0);
    }

    /** {@link Cnn#pooled}: pooled (B, 14, 14, 4) ← conv (B, 28, 28, 4). */
    private void pooled(int from, int to) {
        kernels.maxPool(conv, pooled, from, to, POOLED_SHAPE);
    }

    /** {@link Cnn#norm}: normMean (4) ← pooled (B, 14, 14, 4). */
    private void normMean(int from, int to) {
        kernels.batchMoments(pooled, normMean, normVariance, from, to, 196 * rows, 4);
    }

    /** {@link Cnn#norm}: norm (B, 14, 14, 4) ← pooled (B, 14, 14, 4), normMean (4), normVariance (4), normGamma (4), normBeta (4). */
    private void norm(int from, int to) {
        kernels.normalize(pooled, normMean, normVariance, normGamma, normBeta, norm, 196 * from, 196 * to, 4, 0.001f);
    }

    /** {@link Cnn#kept}: kept (B, 784) ← flat (B, 784): x0 · mask(0.2). */
    private void kept(int from, int to) {
        kernels.map(KEPT_FORMULA, flat, kept, 784L * from, 784L * to, dropoutKey(0));
    }

    /** {@link Cnn#digit}: digitPreactivation (B, 10) ← kept (B, 784), digitKernel (784, 10), digitBias (10). */
    private void digitPreactivation(int from, int to) {
        kernels.dense(kept, digitKernel, digitBias, digitPreactivation, from, to, 784, 10, null, 0);
    }

    /** {@link Cnn#digit}: digitLoss (B, 10) ← digitPreactivation (B, 10), digitTarget (B). */
    private void digitLoss(int from, int to) {
        kernels.softmaxCrossentropySparse(digitPreactivation, digitTarget, digit, losses(0), digitLoss, from, to, 10, lossScale(1.0, 1));
    }

    /** {@link Cnn#kept}: keptGradient (B, 784) ← digitLoss (B, 10), digitKernelTransposed (10, 784). */
    private void keptGradient(int from, int to) {
        kernels.denseInputGradient(digitLoss, digitKernelTransposed, keptGradient, from, to, 784, 10);
    }

    /** {@link Cnn#flat}: flatGradient (B, 784) ← keptGradient (B, 784): x0 · mask(0.2). */
    private void flatGradient(int from, int to) {
        kernels.map(KEPT_FORMULA, keptGradient, flatGradient, 784L * from, 784L * to, dropoutKey(0));
    }

    /** {@link Cnn#digit}: digitKernelGradient (784, 10) ← kept (B, 784), digitLoss (B, 10). */
    private void digitKernelGradient(int from, int to) {
        kernels.denseKernelGradient(kept, digitLoss, digitKernelGradient, from, to, rows, 784, 10);
    }

    /** {@link Cnn#norm}: normBetaGradient (4) ← pooled (B, 14, 14, 4), normMean (4), normVariance (4), normGradient (B, 14, 14, 4). */
    private void normBetaGradient(int from, int to) {
        kernels.batchNormSums(pooled, normGradient, normMean, normVariance, normGammaGradient, normBetaGradient, from, to, 196 * rows, 4, 0.001f);
    }

    /** {@link Cnn#digit}: digitBiasGradient (10) ← digitLoss (B, 10). */
    private void digitBiasGradient(int from, int to) {
        kernels.sumRows(digitLoss, digitBiasGradient, from, to, rows, 10);
    }

    /** {@link Cnn#norm}: normMovingMeanUpdate (4) ← normMovingMean (4), normMean (4). */
    private void normMovingMeanUpdate(int from, int to) {
        kernels.updateMoving(normMovingMean, normMean, 0.99, from, to);
    }

    /** {@link Cnn#norm}: normMovingVarianceUpdate (4) ← normMovingVariance (4), normVariance (4). */
    private void normMovingVarianceUpdate(int from, int to) {
        kernels.updateMoving(normMovingVariance, normVariance, 0.99, from, to);
    }

    /** {@link Cnn#pooled}: pooledGradient (B, 14, 14, 4) ← pooled (B, 14, 14, 4), normMean (4), normVariance (4), normGradient (B, 14, 14, 4), normBetaGradient (4), normGammaGradient (4), normGamma (4). */
    private void pooledGradient(int from, int to) {
        kernels.batchNormInputGradient(pooled, normGradient, normMean, normVariance, normGamma, normGammaGradient, normBetaGradient, pooledGradient, 196 * from, 196 * to, 196 * rows, 4, 0.001f);
    }

    /** {@link Cnn#pooled}: pooledMasked (B, 14, 14, 4) ← pooledGradient (B, 14, 14, 4), pooled (B, 14, 14, 4): x0 · step(x1). */
    private void pooledMasked(int from, int to) {
        kernels.map(POOLED_MASKED_FORMULA, pooledGradient, pooled, pooledMasked, 784L * from, 784L * to, 0);
    }

    /** {@link Cnn#conv}: convPreactivationGradient (B, 28, 28, 4) ← conv (B, 28, 28, 4), pooled (B, 14, 14, 4), pooledMasked (B, 14, 14, 4). */
    private void convPreactivationGradient(int from, int to) {
        kernels.maxPoolGradient(conv, pooled, pooledMasked, convPreactivationGradient, from, to, POOLED_SHAPE);
    }

    /** {@link Cnn#conv}: convKernelGradient (3, 3, 1, 4) ← plane (B, 28, 28, 1), convPreactivationGradient (B, 28, 28, 4). */
    private void convKernelGradient(int from, int to) {
        kernels.conv2dKernelGradient(plane, convPreactivationGradient, convKernelGradient, from, to, rows, CONV_SHAPE);
    }

    /** {@link Cnn#conv}: convBiasGradient (4) ← convPreactivationGradient (B, 28, 28, 4). */
    private void convBiasGradient(int from, int to) {
        kernels.sumRows(convPreactivationGradient, convBiasGradient, from, to, 784 * rows, 4);
    }

    /** {@link Cnn#norm}: norm (B, 14, 14, 4) ← pooled (B, 14, 14, 4), normMovingMean (4), normMovingVariance (4), normGamma (4), normBeta (4). */
    private void normInference(int from, int to) {
        kernels.normalize(pooled, normMovingMean, normMovingVariance, normGamma, normBeta, norm, 196 * from, 196 * to, 4, 0.001f);
    }

    /** {@link Cnn#digit}: digit (B, 10) ← digitPreactivation (B, 10). */
    private void digit(int from, int to) {
        kernels.softmax(digitPreactivation, digit, from, to, 10);
    }

    /** {@link Cnn#digit}: digitLoss (B) ← digitPreactivation (B, 10), digitTarget (B), digit (B, 10). */
    private void digitLossInference(int from, int to) {
        kernels.softmaxCrossentropySparse(digitPreactivation, digitTarget, digit, losses(0), null, from, to, 10, 0);
    }

    @Override
    protected void bind(MemoryPlan.Memory memory) {
        image = memory.at(IMAGE);
        plane = memory.at(PLANE);
        conv = memory.at(CONV);
        pooled = memory.at(POOLED);
        normMean = memory.at(NORM_MEAN);
        normVariance = memory.at(NORM_VARIANCE);
        norm = memory.at(NORM);
        flat = memory.at(FLAT);
        kept = memory.at(KEPT);
        digitPreactivation = memory.at(DIGIT_PREACTIVATION);
        digitTarget = memory.at(DIGIT_TARGET);
        digitLoss = memory.at(DIGIT_LOSS);
        digit = memory.at(DIGIT);
        digitKernelTransposed = memory.at(DIGIT_KERNEL_TRANSPOSED);
        keptGradient = memory.at(KEPT_GRADIENT);
        flatGradient = memory.at(FLAT_GRADIENT);
        normGradient = memory.at(NORM_GRADIENT);
        pooledGradient = memory.at(POOLED_GRADIENT);
        pooledMasked = memory.at(POOLED_MASKED);
        convPreactivationGradient = memory.at(CONV_PREACTIVATION_GRADIENT);
    }

    @Override
    protected void bindGradients() {
        convKernelGradient = gradient("conv.kernel");
        convBiasGradient = gradient("conv.bias");
        normGammaGradient = gradient("norm.gamma");
        normBetaGradient = gradient("norm.beta");
        digitKernelGradient = gradient("digit.kernel");
        digitBiasGradient = gradient("digit.bias");
    }

    @Override
    protected MemorySegment input(int index) {
        return image;
    }

    @Override
    protected MemorySegment target(int index) {
        return switch (index) {
            case 0 -> digitTarget;
            default -> throw new IndexOutOfBoundsException(index);
        };
    }

    @Override
    protected MemorySegment result(int index) {
        return digit;
    }

    @Override
    protected MemorySegment named(String name) {
        return switch (name) {
            case "image" -> image;
            case "plane" -> plane;
            case "conv" -> conv;
            case "pooled" -> pooled;
            case "norm" -> norm;
            case "flat" -> flat;
            case "kept" -> kept;
            case "digit" -> digit;
            default -> null;
        };
    }
}
