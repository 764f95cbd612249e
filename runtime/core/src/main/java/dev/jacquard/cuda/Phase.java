package dev.jacquard.cuda;

import java.util.List;

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
}
