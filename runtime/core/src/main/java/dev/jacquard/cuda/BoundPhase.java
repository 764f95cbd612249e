package dev.jacquard.cuda;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** A phase made real for a number of rows: memory for its values, and launches with their addresses. */
final class BoundPhase implements AutoCloseable {
    private final Resources resources = new Resources();
    private final Arena arena = Arena.ofConfined();
    private final Map<String, Long> addresses = new HashMap<>();
    private final List<Launch> calls = new ArrayList<>();
    private final List<Launch> scores = new ArrayList<>();
    private final int rows;

    /**
     * Takes memory and prepares launches.
     *
     * @param elsewhere addresses of operands that are no values of the plan: parameters, gradients, losses
     */
    BoundPhase(Gpu gpu, KernelModule module, String network, Phase phase, int rows, DeviceBatch batch, ToLongFunction<String> elsewhere) {
        this.rows = rows;
        try {
            DeviceMemory values = resources.own(gpu.allocate("the values of " + network + " for " + rows + " rows", phase.plan().bytes(rows)));
            phase.plan().places(rows).forEach((value, place) -> addresses.put(value, values.value() + place));
            long floats = 4;
            for (List<Call> list : List.of(phase.calls(), phase.scores())) {
                for (Call call : list) {
                    floats = Math.max(floats, call.work().partialFloats(gpu.device(), rows));
                }
            }
            DeviceMemory partial = resources.own(gpu.allocate("partial sums of " + network, 4 * floats));
            phase.calls().forEach(call -> prepare(gpu, module, call, partial, batch, elsewhere, calls));
            phase.scores().forEach(call -> prepare(gpu, module, call, partial, batch, elsewhere, scores));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void prepare(Gpu gpu, KernelModule module, Call call, DeviceMemory partial, DeviceBatch batch, ToLongFunction<String> elsewhere,
            List<Launch> into) {
        List<Object> arguments = new ArrayList<>();
        for (String operand : call.operands()) {
            Long address = addresses.get(operand);
            arguments.add(address == null ? elsewhere.applyAsLong(operand) : address);
        }
        int parts = call.work().parts(gpu.device(), rows);
        boolean shares = call.work() instanceof Work.Product || call.work() instanceof Work.Columns;
        if (shares) {
            arguments.add(partial);
        }
        arguments.add(batch.memory());
        into.add(module.kernel(call.kernel()).prepare(call.work().grid(gpu.device(), rows), 0, false,
                Arguments.of(arena, arguments.toArray())));
        if (parts > 1) {
            arguments.add(parts);
            long count = call.work().partialFloats(gpu.device(), rows) / parts;
            into.add(module.kernel(call.kernel() + "_sum").prepare(Grid.covering(count, Work.THREADS), 0, false,
                    Arguments.of(arena, arguments.toArray())));
        }
    }

    /** The rows there is room for. */
    int rows() {
        return rows;
    }

    /** The address of a value; 0 for one the plan does not have. */
    long address(String value) {
        return addresses.getOrDefault(value, 0L);
    }

    /** Queues the operations. */
    void queue(Stream stream) {
        for (Launch call : calls) {
            call.queue(stream);
        }
    }

    /** Queues what computes the losses. */
    void queueScores(Stream stream) {
        for (Launch score : scores) {
            score.queue(stream);
        }
    }

    @Override
    public void close() {
        resources.close();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
