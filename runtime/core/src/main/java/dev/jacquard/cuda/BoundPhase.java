package dev.jacquard.cuda;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

import dev.jacquard.network.FloatFormat;

/** A phase made real for a number of rows: memory for its values, and kernels or calls of libraries with their addresses. */
final class BoundPhase implements AutoCloseable {
    private final Resources resources = new Resources();
    private final Arena arena = Arena.ofConfined();
    private final Map<String, Long> addresses = new HashMap<>();
    private final List<Queued> calls = new ArrayList<>();
    private final List<Queued> fullBatch = new ArrayList<>();
    private final List<Queued> scores = new ArrayList<>();
    private final LibraryBinder libraries;
    private final int rows;

    /**
     * Takes memory and prepares launches. May run the operations to see how long they take: what lies in gradients and in the batch at work
     * changes.
     *
     * @param format    what libraries may round the factors of products to
     * @param elsewhere addresses of operands that are no values of the plan: parameters, gradients, losses
     */
    BoundPhase(Gpu gpu, KernelModule module, String network, Phase phase, int rows, FloatFormat format, DeviceBatch batch,
            ToLongFunction<String> elsewhere) {
        this.rows = rows;
        DeviceMemory values;
        DeviceMemory partial;
        try {
            values = resources.own(gpu.allocate("the values of " + network + " for " + rows + " rows", phase.plan().bytes(rows)));
            phase.plan().places(rows).forEach((value, place) -> addresses.put(value, values.value() + place));
            long floats = 4;
            for (List<Call> list : List.of(phase.calls(), phase.scores())) {
                for (Call call : list) {
                    floats = Math.max(floats, call.partialFloats(gpu.device(), rows));
                }
            }
            partial = resources.own(gpu.allocate("partial sums of " + network, 4 * floats));
        } catch (RuntimeException e) {
            resources.close();
            arena.close();
            throw e;
        }
        libraries = new LibraryBinder(gpu, module, format, phase, rows, values, batch);
        try {
            for (Call call : phase.calls()) {
                List<Long> operands = operands(call, elsewhere);
                List<Queued> kernels = kernels(gpu, module, call, operands, partial, batch);
                calls.addAll(kernels);
                Call rest = call.rest();
                fullBatch.addAll(libraries.fullBatch(call, operands, kernels, rest == null ? List.of() : kernels(gpu, module, rest, operands(rest,
                        elsewhere), partial, batch)));
            }
            phase.scores().forEach(call -> scores.addAll(kernels(gpu, module, call, operands(call, elsewhere), partial, batch)));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private List<Long> operands(Call call, ToLongFunction<String> elsewhere) {
        List<Long> operands = new ArrayList<>();
        for (String operand : call.operands()) {
            Long address = addresses.get(operand);
            operands.add(address == null ? Long.valueOf(elsewhere.applyAsLong(operand)) : address);
        }
        return operands;
    }

    private List<Queued> kernels(Gpu gpu, KernelModule module, Call call, List<Long> operands, DeviceMemory partial, DeviceBatch batch) {
        List<Queued> kernels = new ArrayList<>();
        List<Object> arguments = new ArrayList<>(operands);
        int parts = call.work().parts(gpu.device(), rows);
        if (call.work().leavesParts()) {
            arguments.add(partial);
        }
        arguments.add(batch.memory());
        kernels.add(module.kernel(call.kernel()).prepare(call.work().grid(gpu.device(), rows), 0, false,
                Arguments.of(arena, arguments.toArray())));
        if (parts > 1) {
            arguments.add(parts);
            long count = call.work().partialFloats(gpu.device(), rows) / parts;
            kernels.add(module.kernel(call.kernel() + "_sum").prepare(Work.addingUp(parts, count), 0, false,
                    Arguments.of(arena, arguments.toArray())));
        }
        return kernels;
    }

    /** The rows there is room for. */
    int rows() {
        return rows;
    }

    /** Who does what for whole batches. */
    List<LibraryChoice> choices() {
        return libraries.choices();
    }

    /** Whether whole batches run differently from others. */
    boolean usesLibraries() {
        return !fullBatch.equals(calls);
    }

    /** The address of a value; 0 for one the plan does not have. */
    long address(String value) {
        return addresses.getOrDefault(value, 0L);
    }

    /** Queues the operations for as many rows as the batch at work has. */
    void queue(Stream stream) {
        for (Queued call : calls) {
            call.queue(stream);
        }
    }

    /** Queues the operations for {@link #rows} rows. */
    void queueFullBatch(Stream stream) {
        for (Queued call : fullBatch) {
            call.queue(stream);
        }
    }

    /** Queues what computes the losses. */
    void queueScores(Stream stream) {
        for (Queued score : scores) {
            score.queue(stream);
        }
    }

    @Override
    public void close() {
        libraries.close();
        resources.close();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
