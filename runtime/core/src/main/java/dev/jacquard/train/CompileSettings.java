package dev.jacquard.train;

import java.util.List;
import java.util.Objects;

import dev.jacquard.evaluate.Metric;

/**
 * How a network is to be trained and judged, see {@link CompileSpec}.
 *
 * @param optimizer how parameters change
 * @param metrics   what is reported beside the loss
 */
public record CompileSettings(OptimizerSettings optimizer, List<Metric> metrics) {
    /** Keeps its own copy. */
    public CompileSettings {
        Objects.requireNonNull(optimizer, "optimizer");
        metrics = List.copyOf(metrics);
    }
}
