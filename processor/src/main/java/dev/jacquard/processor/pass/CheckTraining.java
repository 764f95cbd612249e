package dev.jacquard.processor.pass;

import dev.jacquard.processor.graph.LayerGraph;
import dev.jacquard.processor.read.ModelSpec;
import dev.jacquard.processor.report.Diagnostics;

/** Mistakes that compile and run, but do not learn. */
final class CheckTraining {
    private CheckTraining() {
    }

    static void check(LayerGraph graph, ModelSpec model, Diagnostics diagnostics) {
    }
}
