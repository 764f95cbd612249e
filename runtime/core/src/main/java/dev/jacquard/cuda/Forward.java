package dev.jacquard.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.jacquard.network.Column;
import dev.jacquard.network.Description;
import dev.jacquard.network.OutputDescription;
import dev.jacquard.network.Samples;
import dev.jacquard.network.Shape;
import dev.jacquard.network.TensorView;
import dev.jacquard.network.Totals;

/**
 * A phase without a backward pass for up to a number of rows: its memory, its graphs, and page-locked memory of the host through which rows come and
 * results go. Every column has its own part of it, so a batch goes to the card and back with a single wait, for its results.
 */
final class Forward implements AutoCloseable {
    private final Gpu gpu;
    private final CudaProgram program;
    private final Description description;
    private final DeviceBatch batch;
    private final Resources resources = new Resources();
    private final Arena arena = Arena.ofShared();
    private final Losses losses;
    private final BoundPhase phase;
    private final Graph anyRows;
    private final Graph fullBatch;
    private final Launch account;
    private final List<MemorySegment> inputs = new ArrayList<>();
    private final List<MemorySegment> targets = new ArrayList<>();
    private final List<MemorySegment> outputs = new ArrayList<>();
    private final Map<String, MemorySegment> fetched = new HashMap<>();
    private int lastRows;

    /**
     * Takes memory and writes the graphs down.
     *
     * @param rows the most at once
     * @throws OutOfDeviceMemoryException with the number of rows that would fit; nothing is kept then
     * @throws CudaException              when a value would have more numbers than kernels can count
     */
    Forward(CudaProgram program, Phase unbound, DeviceBatch batch, int rows) {
        this.program = program;
        this.batch = batch;
        gpu = program.gpu();
        description = program.description();
        unbound.checkCounts(description.name(), rows);
        resources.own(arena, arena::close);
        try {
            Losses made = new Losses(gpu, description, rows, arena);
            losses = resources.own(made, made::close);
            BoundPhase bound = new BoundPhase(gpu, program.kernels(), description.name(), unbound, rows, program.precision().compute(), batch,
                    this::elsewhere);
            phase = resources.own(bound, bound::close);
            program.chosen(phase.choices());
            anyRows = resources.own(gpu.stream().capture(() -> phase.queue(gpu.stream())));
            fullBatch = phase.usesLibraries() ? resources.own(gpu.stream().capture(() -> phase.queueFullBatch(gpu.stream()))) : anyRows;
            account = losses.account(program.kernels(), batch, arena, 0, rows);
            description.inputs().forEach(input -> inputs.add(pinned("inputs", rows, input.shape().size())));
            for (OutputDescription output : description.outputs()) {
                targets.add(pinned("targets", rows, output.targetWidth()));
                outputs.add(pinned("outputs", rows, output.shape().size()));
            }
        } catch (OutOfDeviceMemoryException e) {
            resources.close();
            long bytes = bytes(unbound, rows);
            throw OutOfDeviceMemoryException.forRows(gpu, "running %s on %d rows at once needs %s of the card's memory".formatted(description.name(),
                    rows, Megabytes.of(bytes)), "a call", rows, fewer -> bytes(unbound, fewer), e);
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    private long bytes(Phase unbound, int rows) {
        return unbound.bytes(gpu.device(), rows) + Losses.bytes(description, rows);
    }

    private MemorySegment pinned(String what, int rows, int width) {
        return resources.own(PinnedMemory.allocate(gpu.driver(), what + " of " + description.name(), 4L * rows * width)).memory();
    }

    private long elsewhere(String operand) {
        if (operand.indexOf(' ') > 0) {
            return losses.address(operand);
        }
        return operand.isEmpty() ? 0 : program.parameterAddress(operand);
    }

    /** The rows there is room for. */
    int rows() {
        return phase.rows();
    }

    /** Starts bringing the rows {@code order[from … to)} to the card and running the phase on them. */
    void run(Samples samples, int[] order, int from, int to) {
        load(samples.inputs(), program.inputNames(), inputs, order, from, to);
        launch(to - from);
    }

    /** Starts running the phase on one row of the first input. */
    void run(float[] row) {
        MemorySegment.copy(row, 0, inputs.getFirst(), ValueLayout.JAVA_FLOAT, 0, row.length);
        gpu.driver().upload(phase.address(program.inputNames().getFirst()), inputs.getFirst(), 4L * row.length, gpu.stream().value());
        launch(1);
    }

    private void launch(int rows) {
        batch.setRows(rows, gpu.stream());
        (rows == phase.rows() ? fullBatch : anyRows).launch(gpu.stream());
        lastRows = rows;
        fetched.clear();
    }

    /** Starts comparing the results with targets. */
    void score(Samples samples, int[] order, int from, int to) {
        load(samples.targets(), program.targetNames(), targets, order, from, to);
        phase.queueScores(gpu.stream());
        account.queue(gpu.stream());
        batch.fetch(gpu.stream());
    }

    private void load(List<Column> columns, List<String> names, List<MemorySegment> staging, int[] order, int from, int to) {
        for (int i = 0; i < names.size(); i++) {
            long address = phase.address(names.get(i));
            if (address != 0) {
                Column column = columns.get(i);
                for (int r = 0; r < to - from; r++) {
                    HostRows.read(column, order[from + r], 0, staging.get(i), (long) r * column.width());
                }
                gpu.driver().upload(address, staging.get(i), 4L * (to - from) * column.width(), gpu.stream().value());
            }
        }
    }

    /** Fetches the results of the last rows and waits for them and for the sums of their losses. */
    void fetch() {
        for (int i = 0; i < outputs.size(); i++) {
            gpu.driver().download(outputs.get(i), phase.address(program.outputNames().get(i)), output(i).byteSize(), gpu.stream().value());
        }
        gpu.stream().await();
    }

    /** Hands on the losses of the last rows, after they were fetched. */
    void report(Totals totals) {
        losses.report(batch, lastRows, lastRows, totals);
    }

    /** An output for the last rows, as it was fetched. */
    MemorySegment output(int index) {
        return outputs.get(index).asSlice(0, 4L * lastRows * description.outputs().get(index).shape().size());
    }

    /**
     * The value of a layer for the last rows; fetched when it is first asked for.
     *
     * @throws IllegalArgumentException when there is no such layer
     */
    TensorView value(String name) {
        Shape shape = description.layers().stream().filter(layer -> layer.name().equals(name)).findFirst().orElseThrow(
                () -> new IllegalArgumentException(description.name() + " has no value '" + name + "'")).shape();
        MemorySegment memory = fetched.computeIfAbsent(name, _ -> {
            MemorySegment copy = Arena.ofAuto().allocate(4L * lastRows * shape.size(), 64);
            gpu.driver().download(copy, phase.address(name), copy.byteSize(), gpu.stream().value());
            gpu.stream().await();
            return copy;
        });
        return new TensorView(name, memory, lastRows, shape);
    }

    @Override
    public void close() {
        resources.close();
    }
}
