package dev.jacquard.cuda;

import java.util.List;
import java.util.stream.Stream;

/**
 * One way of running a network: training, inference, or inference that keeps every value.
 *
 * @param plan   where values live
 * @param calls  in order
 * @param scores what computes losses behind the calls, when they are asked for; in training they are among the calls
 */
public record Phase(DevicePlan plan, List<Call> calls, List<Call> scores) {
    /** Keeps its own copies. */
    public Phase {
        calls = List.copyOf(calls);
        scores = List.copyOf(scores);
    }

    /**
     * Checks that kernels can count the numbers of every value: they do it in 32 bits.
     *
     * @throws CudaException when a value of so many rows would have more
     */
    void checkCounts(String network, int rows) {
        long widest = Math.max(1, plan.widest());
        if (widest * rows > Integer.MAX_VALUE) {
            throw new CudaException("%d rows of %s at once make a value of %d numbers, but kernels count to %d: take %d rows or fewer".formatted(rows,
                    network, widest * rows, Integer.MAX_VALUE, Integer.MAX_VALUE / widest));
        }
    }

    /** Bytes of the card's memory that so many rows need: values by the plan, and partial sums between kernels. */
    long bytes(Device device, int rows) {
        long floats = Stream.of(calls, scores).flatMap(List::stream).mapToLong(call -> call.partialFloats(device, rows)).max().orElse(0);
        return plan.bytes(rows) + 4 * Math.max(4, floats);
    }
}
