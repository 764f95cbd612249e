package sample;

import dev.jacquard.cpu.CpuProgram;
import dev.jacquard.cpu.Formula;
import dev.jacquard.cpu.MemoryPlan;
import dev.jacquard.cpu.Region;
import dev.jacquard.cpu.Task;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.Parameters;
import java.lang.foreign.MemorySegment;
import javax.annotation.processing.Generated;

/** The CPU program of {@link Fork}. B is the batch; a method works on its samples (or units) from … to. */
@Generated("dev.jacquard.processor.ModelProcessor")
final class ForkCpu extends CpuProgram {
    /** tanh(x0). */
    private static final Formula A_ACTIVATION = Formula.tanh(Formula.x(0));
    /** x0 + x1. */
    private static final Formula SUM_FORMULA = Formula.add(Formula.x(0), Formula.x(1));
    /** (x0 + x1) · (1 − square(x2)). */
    private static final Formula A_PREACTIVATION_GRADIENT_FORMULA = Formula.multiply(Formula.add(Formula.x(0), Formula.x(1)), Formula.subtract(Formula.constant(1f), Formula.square(Formula.x(2))));
    /** sigmoid(x0). */
    private static final Formula Z_FORMULA = Formula.sigmoid(Formula.x(0));
    private static final int X = 0;
    private static final int A = 1;
    private static final int SUM = 2;
    private static final int BOTH = 3;
    private static final int Y = 4;
    private static final int Z_PREACTIVATION = 5;
    private static final int Z_TARGET = 6;
    private static final int Z_LOSS = 7;
    private static final int Z = 8;
    private static final int Y_TARGET = 9;
    private static final int Y_LOSS = 10;
    private static final int Z_KERNEL_TRANSPOSED = 11;
    private static final int BOTH_GRADIENT = 12;
    private static final int Y_KERNEL_TRANSPOSED = 13;
    private static final int BOTH_GRADIENT2 = 14;
    private static final int BOTH_GRADIENT3 = 15;
    private static final int SUM_GRADIENT = 16;
    private static final int A_GRADIENT = 17;
    private static final int A_PREACTIVATION_GRADIENT = 18;

    /** Training: 19 values in 16 slots, 200 bytes a sample. */
    private static final MemoryPlan TRAINING = MemoryPlan.builder()
            .once(16, Y_KERNEL_TRANSPOSED)
            .once(8, Z_KERNEL_TRANSPOSED)
            .perRow(8, BOTH)
            .perRow(8, BOTH_GRADIENT, BOTH_GRADIENT3)
            .perRow(8, BOTH_GRADIENT2)
            .perRow(4, X)
            .perRow(4, A, A_PREACTIVATION_GRADIENT)
            .perRow(4, SUM, SUM_GRADIENT)
            .perRow(4, A_GRADIENT)
            .perRow(2, Y)
            .perRow(2, Y_TARGET)
            .perRow(2, Y_LOSS)
            .perRow(1, Z_PREACTIVATION)
            .perRow(1, Z_TARGET)
            .perRow(1, Z_LOSS)
            .perRow(1, Z)
            .build();

    /** Inference: 9 values in 5 slots, 72 bytes a sample. */
    private static final MemoryPlan INFERENCE = MemoryPlan.builder()
            .perRow(8, X, BOTH, Y_TARGET)
            .perRow(4, A, Y)
            .perRow(4, SUM, Z_PREACTIVATION)
            .perRow(1, Z)
            .perRow(1, Z_TARGET)
            .build();

    /** Inference that keeps every layer's value: 9 values in 9 slots, 108 bytes a sample. */
    private static final MemoryPlan INSPECTION = MemoryPlan.builder()
            .perRow(8, BOTH)
            .perRow(4, X)
            .perRow(4, A)
            .perRow(4, SUM)
            .perRow(2, Y)
            .perRow(2, Y_TARGET)
            .perRow(1, Z_PREACTIVATION)
            .perRow(1, Z)
            .perRow(1, Z_TARGET)
            .build();

    /** (4, 4) */
    private final MemorySegment aKernel = parameter("a.kernel");
    /** (4) */
    private final MemorySegment aBias = parameter("a.bias");
    /** (8, 2) */
    private final MemorySegment yKernel = parameter("y.kernel");
    /** (2) */
    private final MemorySegment yBias = parameter("y.bias");
    /** (8, 1) */
    private final MemorySegment zKernel = parameter("z.kernel");
    /** (1) */
    private final MemorySegment zBias = parameter("z.bias");
    /** (4, 4) */
    private MemorySegment aKernelGradient = MemorySegment.NULL;
    /** (4) */
    private MemorySegment aBiasGradient = MemorySegment.NULL;
    /** (8, 2) */
    private MemorySegment yKernelGradient = MemorySegment.NULL;
    /** (2) */
    private MemorySegment yBiasGradient = MemorySegment.NULL;
    /** (8, 1) */
    private MemorySegment zKernelGradient = MemorySegment.NULL;
    /** (1) */
    private MemorySegment zBiasGradient = MemorySegment.NULL;
    /** (B, 4) */
    private MemorySegment x = MemorySegment.NULL;
    /** (B, 4) */
    private MemorySegment a = MemorySegment.NULL;
    /** (B, 4) */
    private MemorySegment sum = MemorySegment.NULL;
    /** (B, 8) */
    private MemorySegment both = MemorySegment.NULL;
    /** (B, 2) */
    private MemorySegment y = MemorySegment.NULL;
    /** (B, 1) */
    private MemorySegment zPreactivation = MemorySegment.NULL;
    /** (B, 1) */
    private MemorySegment zTarget = MemorySegment.NULL;
    /** (B, 1) */
    private MemorySegment zLoss = MemorySegment.NULL;
    /** (B, 1) */
    private MemorySegment z = MemorySegment.NULL;
    /** (B, 2) */
    private MemorySegment yTarget = MemorySegment.NULL;
    /** (B, 2) */
    private MemorySegment yLoss = MemorySegment.NULL;
    /** (1, 8) */
    private MemorySegment zKernelTransposed = MemorySegment.NULL;
    /** (B, 8) */
    private MemorySegment bothGradient = MemorySegment.NULL;
    /** (2, 8) */
    private MemorySegment yKernelTransposed = MemorySegment.NULL;
    /** (B, 8) */
    private MemorySegment bothGradient2 = MemorySegment.NULL;
    /** (B, 8) */
    private MemorySegment bothGradient3 = MemorySegment.NULL;
    /** (B, 4) */
    private MemorySegment sumGradient = MemorySegment.NULL;
    /** (B, 4) */
    private MemorySegment aGradient = MemorySegment.NULL;
    /** (B, 4) */
    private MemorySegment aPreactivationGradient = MemorySegment.NULL;

    private final Region batch1 = Region.of(
            new Region.Part(this::yKernelTransposed, 2, 8),
            new Region.Part(this::zKernelTransposed, 1, 8));

    private final Region batch2 = Region.of(
            new Region.Part(this::yKernelGradient, 8, 8),
            new Region.Part(this::aKernelGradient, 4, 4),
            new Region.Part(this::zKernelGradient, 8, 8),
            new Region.Part(this::aBiasGradient, 4, 16),
            new Region.Part(this::yBiasGradient, 2, 16),
            new Region.Part(this::zBiasGradient, 1, 16));

    private final Task samples1Task = this::samples1;
    private final Task aTask = this::a;
    private final Task sumTask = this::sum;
    private final Task bothTask = this::both;
    private final Task yTask = this::y;
    private final Task zPreactivationTask = this::zPreactivation;
    private final Task zTask = this::z;
    private final Task scoresTask = this::scores;

    ForkCpu(Parameters parameters, NetworkSettings settings) {
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
        a(from, to);
        sum(from, to);
        both(from, to);
        y(from, to);
        zPreactivation(from, to);
        loadTarget(1, from, to);
        zLoss(from, to);
        loadTarget(0, from, to);
        yLoss(from, to);
        bothGradient(from, to);
        bothGradient2(from, to);
        bothGradient3(from, to);
        sumGradient(from, to);
        aGradient(from, to);
        aPreactivationGradient(from, to);
    }

    /** Samples from … to, without waiting for other threads. */
    private void scores(int from, int to) {
        loadTarget(0, from, to);
        yLossInference(from, to);
        loadTarget(1, from, to);
        zLossInference(from, to);
    }

    @Override
    protected void forward() {
        workers.run(aTask, rows, grain(8));
        workers.run(sumTask, rows, grain(8));
        workers.run(bothTask, rows, grain(8));
        workers.run(yTask, rows, grain(8));
        workers.run(zPreactivationTask, rows, grain(8));
        workers.run(zTask, rows, grain(8));
    }

    @Override
    protected void inspection() {
        workers.run(aTask, rows, grain(8));
        workers.run(sumTask, rows, grain(8));
        workers.run(bothTask, rows, grain(8));
        workers.run(yTask, rows, grain(8));
        workers.run(zPreactivationTask, rows, grain(8));
        workers.run(zTask, rows, grain(8));
    }

    @Override
    protected void score() {
        workers.run(scoresTask, rows, grain(8));
    }

    /** {@link Fork#y}: yKernelTransposed (2, 8) ← yKernel (8, 2). */
    private void yKernelTransposed(int from, int to) {
        kernels.transpose(yKernel, yKernelTransposed, from, to, 8, 2);
    }

    /** {@link Fork#z}: zKernelTransposed (1, 8) ← zKernel (8, 1). */
    private void zKernelTransposed(int from, int to) {
        kernels.transpose(zKernel, zKernelTransposed, from, to, 8, 1);
    }

    /** {@link Fork#a}: a (B, 4) ← x (B, 4), aKernel (4, 4), aBias (4). */
    private void a(int from, int to) {
        kernels.dense(x, aKernel, aBias, a, from, to, 4, 4, A_ACTIVATION, 0);
    }

    /** {@link Fork#sum}: sum (B, 4) ← a (B, 4), x (B, 4): x0 + x1. */
    private void sum(int from, int to) {
        kernels.map(SUM_FORMULA, a, x, sum, 4L * from, 4L * to, 0);
    }

    /** {@link Fork#both}: both (B, 8) ← sum (B, 4), a (B, 4). */
    private void both(int from, int to) {
        kernels.copyColumns(sum, 4, 0, both, 8, 0, 4, from, to);
                kernels.copyColumns(a, 4, 0, both, 8, 4, 4, from, to);
    }

    /** {@link Fork#y}: y (B, 2) ← both (B, 8), yKernel (8, 2), yBias (2). */
    private void y(int from, int to) {
        kernels.dense(both, yKernel, yBias, y, from, to, 8, 2, null, 0);
    }

    /** {@link Fork#z}: zPreactivation (B, 1) ← both (B, 8), zKernel (8, 1), zBias (1). */
    private void zPreactivation(int from, int to) {
        kernels.dense(both, zKernel, zBias, zPreactivation, from, to, 8, 1, null, 0);
    }

    /** {@link Fork#z}: zLoss (B, 1) ← zPreactivation (B, 1), zTarget (B, 1). */
    private void zLoss(int from, int to) {
        kernels.sigmoidBinaryCrossentropy(zPreactivation, zTarget, z, losses(1), zLoss, from, to, 1, lossScale(0.5, 1));
    }

    /** {@link Fork#y}: yLoss (B, 2) ← y (B, 2), yTarget (B, 2). */
    private void yLoss(int from, int to) {
        kernels.meanSquaredError(y, yTarget, losses(0), yLoss, from, to, 2, lossScale(1.0, 1));
    }

    /** {@link Fork#both}: bothGradient (B, 8) ← zLoss (B, 1), zKernelTransposed (1, 8). */
    private void bothGradient(int from, int to) {
        kernels.denseInputGradient(zLoss, zKernelTransposed, bothGradient, from, to, 8, 1);
    }

    /** {@link Fork#both}: bothGradient2 (B, 8) ← yLoss (B, 2), yKernelTransposed (2, 8). */
    private void bothGradient2(int from, int to) {
        kernels.denseInputGradient(yLoss, yKernelTransposed, bothGradient2, from, to, 8, 2);
    }

    /** {@link Fork#both}: bothGradient3 (B, 8) ← bothGradient (B, 8), bothGradient2 (B, 8): x0 + x1. */
    private void bothGradient3(int from, int to) {
        kernels.map(SUM_FORMULA, bothGradient, bothGradient2, bothGradient3, 8L * from, 8L * to, 0);
    }

    /** {@link Fork#sum}: sumGradient (B, 4) ← bothGradient3 (B, 8). */
    private void sumGradient(int from, int to) {
        kernels.copyColumns(bothGradient3, 8, 0, sumGradient, 4, 0, 4, from, to);
    }

    /** {@link Fork#a}: aGradient (B, 4) ← bothGradient3 (B, 8). */
    private void aGradient(int from, int to) {
        kernels.copyColumns(bothGradient3, 8, 4, aGradient, 4, 0, 4, from, to);
    }

    /** {@link Fork#a}: aPreactivationGradient (B, 4) ← aGradient (B, 4), sumGradient (B, 4), a (B, 4): (x0 + x1) · (1 − square(x2)). */
    private void aPreactivationGradient(int from, int to) {
        kernels.map(A_PREACTIVATION_GRADIENT_FORMULA, aGradient, sumGradient, a, aPreactivationGradient, 4L * from, 4L * to, 0);
    }

    /** {@link Fork#y}: yKernelGradient (8, 2) ← both (B, 8), yLoss (B, 2). */
    private void yKernelGradient(int from, int to) {
        kernels.denseKernelGradient(both, yLoss, yKernelGradient, from, to, rows, 8, 2);
    }

    /** {@link Fork#a}: aKernelGradient (4, 4) ← x (B, 4), aPreactivationGradient (B, 4). */
    private void aKernelGradient(int from, int to) {
        kernels.denseKernelGradient(x, aPreactivationGradient, aKernelGradient, from, to, rows, 4, 4);
    }

    /** {@link Fork#z}: zKernelGradient (8, 1) ← both (B, 8), zLoss (B, 1). */
    private void zKernelGradient(int from, int to) {
        kernels.denseKernelGradient(both, zLoss, zKernelGradient, from, to, rows, 8, 1);
    }

    /** {@link Fork#a}: aBiasGradient (4) ← aPreactivationGradient (B, 4). */
    private void aBiasGradient(int from, int to) {
        kernels.sumRows(aPreactivationGradient, aBiasGradient, from, to, rows, 4);
    }

    /** {@link Fork#y}: yBiasGradient (2) ← yLoss (B, 2). */
    private void yBiasGradient(int from, int to) {
        kernels.sumRows(yLoss, yBiasGradient, from, to, rows, 2);
    }

    /** {@link Fork#z}: zBiasGradient (1) ← zLoss (B, 1). */
    private void zBiasGradient(int from, int to) {
        kernels.sumRows(zLoss, zBiasGradient, from, to, rows, 1);
    }

    /** {@link Fork#z}: z (B, 1) ← zPreactivation (B, 1): sigmoid(x0). */
    private void z(int from, int to) {
        kernels.map(Z_FORMULA, zPreactivation, z, from, to, 0);
    }

    /** {@link Fork#y}: yLoss (B) ← y (B, 2), yTarget (B, 2). */
    private void yLossInference(int from, int to) {
        kernels.meanSquaredError(y, yTarget, losses(0), null, from, to, 2, 0);
    }

    /** {@link Fork#z}: zLoss (B) ← zPreactivation (B, 1), zTarget (B, 1), z (B, 1). */
    private void zLossInference(int from, int to) {
        kernels.sigmoidBinaryCrossentropy(zPreactivation, zTarget, z, losses(1), null, from, to, 1, 0);
    }

    @Override
    protected void bind(MemoryPlan.Memory memory) {
        x = memory.at(X);
        a = memory.at(A);
        sum = memory.at(SUM);
        both = memory.at(BOTH);
        y = memory.at(Y);
        zPreactivation = memory.at(Z_PREACTIVATION);
        zTarget = memory.at(Z_TARGET);
        zLoss = memory.at(Z_LOSS);
        z = memory.at(Z);
        yTarget = memory.at(Y_TARGET);
        yLoss = memory.at(Y_LOSS);
        zKernelTransposed = memory.at(Z_KERNEL_TRANSPOSED);
        bothGradient = memory.at(BOTH_GRADIENT);
        yKernelTransposed = memory.at(Y_KERNEL_TRANSPOSED);
        bothGradient2 = memory.at(BOTH_GRADIENT2);
        bothGradient3 = memory.at(BOTH_GRADIENT3);
        sumGradient = memory.at(SUM_GRADIENT);
        aGradient = memory.at(A_GRADIENT);
        aPreactivationGradient = memory.at(A_PREACTIVATION_GRADIENT);
    }

    @Override
    protected void bindGradients() {
        aKernelGradient = gradient("a.kernel");
        aBiasGradient = gradient("a.bias");
        yKernelGradient = gradient("y.kernel");
        yBiasGradient = gradient("y.bias");
        zKernelGradient = gradient("z.kernel");
        zBiasGradient = gradient("z.bias");
    }

    @Override
    protected MemorySegment input(int index) {
        return x;
    }

    @Override
    protected MemorySegment target(int index) {
        return switch (index) {
            case 0 -> yTarget;
            case 1 -> zTarget;
            default -> throw new IndexOutOfBoundsException(index);
        };
    }

    @Override
    protected MemorySegment result(int index) {
        return switch (index) {
            case 0 -> y;
            case 1 -> z;
            default -> throw new IndexOutOfBoundsException(index);
        };
    }

    @Override
    protected MemorySegment named(String name) {
        return switch (name) {
            case "x" -> x;
            case "a" -> a;
            case "sum" -> sum;
            case "both" -> both;
            case "y" -> y;
            case "z" -> z;
            default -> null;
        };
    }
}
