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

/** The CPU program of {@link Mlp}. B is the batch; a method works on its samples (or units) from … to. */
@Generated("dev.jacquard.processor.ModelProcessor")
final class MlpCpu extends CpuProgram {
    /** relu(x0). */
    private static final Formula HIDDEN_ACTIVATION = Formula.relu(Formula.x(0));
    /** x0 · step(x1). */
    private static final Formula HIDDEN_PREACTIVATION_GRADIENT_FORMULA = Formula.multiply(Formula.x(0), Formula.step(Formula.x(1)));
    private static final int X = 0;
    private static final int HIDDEN = 1;
    private static final int Y_PREACTIVATION = 2;
    private static final int Y_TARGET = 3;
    private static final int Y_LOSS = 4;
    private static final int Y = 5;
    private static final int Y_KERNEL_TRANSPOSED = 6;
    private static final int HIDDEN_GRADIENT = 7;
    private static final int HIDDEN_PREACTIVATION_GRADIENT = 8;

    /** Training: 9 values in 8 slots, 120 bytes a sample. */
    private static final MemoryPlan TRAINING = MemoryPlan.builder()
            .once(24, Y_KERNEL_TRANSPOSED)
            .perRow(8, HIDDEN)
            .perRow(8, HIDDEN_GRADIENT, HIDDEN_PREACTIVATION_GRADIENT)
            .perRow(4, X)
            .perRow(3, Y_PREACTIVATION)
            .perRow(3, Y_LOSS)
            .perRow(3, Y)
            .perRow(1, Y_TARGET)
            .build();

    /** Inference: 5 values in 3 slots, 52 bytes a sample. */
    private static final MemoryPlan INFERENCE = MemoryPlan.builder()
            .perRow(8, HIDDEN, Y)
            .perRow(4, X, Y_PREACTIVATION)
            .perRow(1, Y_TARGET)
            .build();

    /** Inference that keeps every layer's value: 5 values in 5 slots, 76 bytes a sample. */
    private static final MemoryPlan INSPECTION = MemoryPlan.builder()
            .perRow(8, HIDDEN)
            .perRow(4, X)
            .perRow(3, Y_PREACTIVATION)
            .perRow(3, Y)
            .perRow(1, Y_TARGET)
            .build();

    /** (4, 8) */
    private final MemorySegment hiddenKernel = parameter("hidden.kernel");
    /** (8) */
    private final MemorySegment hiddenBias = parameter("hidden.bias");
    /** (8, 3) */
    private final MemorySegment yKernel = parameter("y.kernel");
    /** (3) */
    private final MemorySegment yBias = parameter("y.bias");
    /** (4, 8) */
    private MemorySegment hiddenKernelGradient = MemorySegment.NULL;
    /** (8) */
    private MemorySegment hiddenBiasGradient = MemorySegment.NULL;
    /** (8, 3) */
    private MemorySegment yKernelGradient = MemorySegment.NULL;
    /** (3) */
    private MemorySegment yBiasGradient = MemorySegment.NULL;
    /** (B, 4) */
    private MemorySegment x = MemorySegment.NULL;
    /** (B, 8) */
    private MemorySegment hidden = MemorySegment.NULL;
    /** (B, 3) */
    private MemorySegment yPreactivation = MemorySegment.NULL;
    /** (B) */
    private MemorySegment yTarget = MemorySegment.NULL;
    /** (B, 3) */
    private MemorySegment yLoss = MemorySegment.NULL;
    /** (B, 3) */
    private MemorySegment y = MemorySegment.NULL;
    /** (3, 8) */
    private MemorySegment yKernelTransposed = MemorySegment.NULL;
    /** (B, 8) */
    private MemorySegment hiddenGradient = MemorySegment.NULL;
    /** (B, 8) */
    private MemorySegment hiddenPreactivationGradient = MemorySegment.NULL;

    private final Region batch1 = Region.of(
            new Region.Part(this::yKernelTransposed, 3, 8));

    private final Region batch2 = Region.of(
            new Region.Part(this::hiddenKernelGradient, 4, 4),
            new Region.Part(this::yKernelGradient, 8, 8),
            new Region.Part(this::hiddenBiasGradient, 8, 16),
            new Region.Part(this::yBiasGradient, 3, 16));

    private final Task samples1Task = this::samples1;
    private final Task hiddenTask = this::hidden;
    private final Task yPreactivationTask = this::yPreactivation;
    private final Task yTask = this::y;
    private final Task scoresTask = this::scores;

    MlpCpu(Parameters parameters, NetworkSettings settings) {
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
        hidden(from, to);
        yPreactivation(from, to);
        loadTarget(0, from, to);
        yLoss(from, to);
        hiddenGradient(from, to);
        hiddenPreactivationGradient(from, to);
    }

    /** Samples from … to, without waiting for other threads. */
    private void scores(int from, int to) {
        loadTarget(0, from, to);
        yLossInference(from, to);
    }

    @Override
    protected void forward() {
        workers.run(hiddenTask, rows, grain(8));
        workers.run(yPreactivationTask, rows, grain(8));
        workers.run(yTask, rows, grain(8));
    }

    @Override
    protected void inspection() {
        workers.run(hiddenTask, rows, grain(8));
        workers.run(yPreactivationTask, rows, grain(8));
        workers.run(yTask, rows, grain(8));
    }

    @Override
    protected void score() {
        workers.run(scoresTask, rows, grain(8));
    }

    /** {@link Mlp#y}: yKernelTransposed (3, 8) ← yKernel (8, 3). */
    private void yKernelTransposed(int from, int to) {
        kernels.transpose(yKernel, yKernelTransposed, from, to, 8, 3);
    }

    /** {@link Mlp#hidden}: hidden (B, 8) ← x (B, 4), hiddenKernel (4, 8), hiddenBias (8). */
    private void hidden(int from, int to) {
        kernels.dense(x, hiddenKernel, hiddenBias, hidden, from, to, 4, 8, HIDDEN_ACTIVATION, 0);
    }

    /** {@link Mlp#y}: yPreactivation (B, 3) ← hidden (B, 8), yKernel (8, 3), yBias (3). */
    private void yPreactivation(int from, int to) {
        kernels.dense(hidden, yKernel, yBias, yPreactivation, from, to, 8, 3, null, 0);
    }

    /** {@link Mlp#y}: yLoss (B, 3) ← yPreactivation (B, 3), yTarget (B). */
    private void yLoss(int from, int to) {
        kernels.softmaxCrossentropySparse(yPreactivation, yTarget, y, losses(0), yLoss, from, to, 3, lossScale(1.0, 1));
    }

    /** {@link Mlp#hidden}: hiddenGradient (B, 8) ← yLoss (B, 3), yKernelTransposed (3, 8). */
    private void hiddenGradient(int from, int to) {
        kernels.denseInputGradient(yLoss, yKernelTransposed, hiddenGradient, from, to, 8, 3);
    }

    /** {@link Mlp#hidden}: hiddenPreactivationGradient (B, 8) ← hiddenGradient (B, 8), hidden (B, 8): x0 · step(x1). */
    private void hiddenPreactivationGradient(int from, int to) {
        kernels.map(HIDDEN_PREACTIVATION_GRADIENT_FORMULA, hiddenGradient, hidden, hiddenPreactivationGradient, 8L * from, 8L * to, 0);
    }

    /** {@link Mlp#hidden}: hiddenKernelGradient (4, 8) ← x (B, 4), hiddenPreactivationGradient (B, 8). */
    private void hiddenKernelGradient(int from, int to) {
        kernels.denseKernelGradient(x, hiddenPreactivationGradient, hiddenKernelGradient, from, to, rows, 4, 8);
    }

    /** {@link Mlp#y}: yKernelGradient (8, 3) ← hidden (B, 8), yLoss (B, 3). */
    private void yKernelGradient(int from, int to) {
        kernels.denseKernelGradient(hidden, yLoss, yKernelGradient, from, to, rows, 8, 3);
    }

    /** {@link Mlp#hidden}: hiddenBiasGradient (8) ← hiddenPreactivationGradient (B, 8). */
    private void hiddenBiasGradient(int from, int to) {
        kernels.sumRows(hiddenPreactivationGradient, hiddenBiasGradient, from, to, rows, 8);
    }

    /** {@link Mlp#y}: yBiasGradient (3) ← yLoss (B, 3). */
    private void yBiasGradient(int from, int to) {
        kernels.sumRows(yLoss, yBiasGradient, from, to, rows, 3);
    }

    /** {@link Mlp#y}: y (B, 3) ← yPreactivation (B, 3). */
    private void y(int from, int to) {
        kernels.softmax(yPreactivation, y, from, to, 3);
    }

    /** {@link Mlp#y}: yLoss (B) ← yPreactivation (B, 3), yTarget (B), y (B, 3). */
    private void yLossInference(int from, int to) {
        kernels.softmaxCrossentropySparse(yPreactivation, yTarget, y, losses(0), null, from, to, 3, 0);
    }

    @Override
    protected void bind(MemoryPlan.Memory memory) {
        x = memory.at(X);
        hidden = memory.at(HIDDEN);
        yPreactivation = memory.at(Y_PREACTIVATION);
        yTarget = memory.at(Y_TARGET);
        yLoss = memory.at(Y_LOSS);
        y = memory.at(Y);
        yKernelTransposed = memory.at(Y_KERNEL_TRANSPOSED);
        hiddenGradient = memory.at(HIDDEN_GRADIENT);
        hiddenPreactivationGradient = memory.at(HIDDEN_PREACTIVATION_GRADIENT);
    }

    @Override
    protected void bindGradients() {
        hiddenKernelGradient = gradient("hidden.kernel");
        hiddenBiasGradient = gradient("hidden.bias");
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
            case "hidden" -> hidden;
            case "y" -> y;
            default -> null;
        };
    }
}
