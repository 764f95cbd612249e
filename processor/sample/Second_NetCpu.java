package sample;

import dev.jacquard.cpu.CpuProgram;
import dev.jacquard.cpu.MemoryPlan;
import dev.jacquard.cpu.Task;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.Parameters;
import java.lang.foreign.MemorySegment;
import javax.annotation.processing.Generated;

/** The CPU program of {@link Second.Net}. B is the batch; a method works on its samples (or units) from … to. */
@Generated("dev.jacquard.processor.ModelProcessor")
final class Second_NetCpu extends CpuProgram {
    private static final int X = 0;
    private static final int Y = 1;

    /** Inference: 2 values in 2 slots, 28 bytes a sample. */
    private static final MemoryPlan INFERENCE = MemoryPlan.builder()
            .perRow(4, X)
            .perRow(3, Y)
            .build();

    /** Inference that keeps every layer's value: 2 values in 2 slots, 28 bytes a sample. */
    private static final MemoryPlan INSPECTION = MemoryPlan.builder()
            .perRow(4, X)
            .perRow(3, Y)
            .build();

    /** (4, 3) */
    private final MemorySegment yKernel = parameter("y.kernel");
    /** (3) */
    private final MemorySegment yBias = parameter("y.bias");
    /** (B, 4) */
    private MemorySegment x = MemorySegment.NULL;
    /** (B, 3) */
    private MemorySegment y = MemorySegment.NULL;
    private final Task yTask = this::y;

    Second_NetCpu(Parameters parameters, NetworkSettings settings) {
        super(parameters, settings, null, INFERENCE, INSPECTION);
    }

    @Override
    protected void step() {
        throw new IllegalStateException("Second_Net has no loss");
    }

    @Override
    protected void forward() {
        workers.run(yTask, rows, grain(8));
    }

    @Override
    protected void inspection() {
        workers.run(yTask, rows, grain(8));
    }

    @Override
    protected void score() {
    }

    /** {@link Second.Net#y}: y (B, 3) ← x (B, 4), yKernel (4, 3), yBias (3). */
    private void y(int from, int to) {
        kernels.dense(x, yKernel, yBias, y, from, to, 4, 3, null, 0);
    }

    @Override
    protected void bind(MemoryPlan.Memory memory) {
        x = memory.at(X);
        y = memory.at(Y);
    }

    @Override
    protected void bindGradients() {
    }

    @Override
    protected MemorySegment input(int index) {
        return x;
    }

    @Override
    protected MemorySegment target(int index) {
        throw new IndexOutOfBoundsException(index);
    }

    @Override
    protected MemorySegment result(int index) {
        return y;
    }

    @Override
    protected MemorySegment named(String name) {
        return switch (name) {
            case "x" -> x;
            case "y" -> y;
            default -> null;
        };
    }
}
