package dev.jacquard.processor.pass;

import java.util.function.UnaryOperator;

import dev.jacquard.model.Loss;
import dev.jacquard.processor.graph.LayerGraph;
import dev.jacquard.processor.graph.OpGraph;

import org.jspecify.annotations.Nullable;

/**
 * A model that went through all passes: what the emitters write.
 *
 * @param layers     as the user wrote them
 * @param arena      the places of the parameters
 * @param training   forward, backward and losses; null where no output has a loss
 * @param inference  forward, with the losses as effects
 * @param inspection as inference, but every method's value remains
 */
public record Compilation(LayerGraph layers, ArenaLayout arena, @Nullable OpGraph training, OpGraph inference, OpGraph inspection) {
    /** Runs the passes, in this order. */
    public static Compilation of(LayerGraph layers) {
        OpGraph lowered = verified("Lower", Lower.inference(layers));
        OpGraph inference = pass("Fuse", lowered.pruned(), graph -> Fuse.apply(graph, false));
        OpGraph inspection = pass("Fuse", lowered.pruned(), graph -> Fuse.apply(graph, true));
        boolean trainable = layers.results().stream().anyMatch(result -> result.loss() != Loss.NONE);
        return new Compilation(layers, ArenaLayout.of(lowered), trainable ? training(layers) : null, inference, inspection);
    }

    private static OpGraph training(LayerGraph layers) {
        OpGraph forward = verified("Lower", Lower.training(layers));
        OpGraph whole = pass("Differentiate", forward, Differentiate::apply);
        OpGraph simple = pass("Simplify", whole, Simplify::apply);
        return pass("Fuse", simple, graph -> Fuse.apply(graph, false));
    }

    private static OpGraph pass(String name, OpGraph graph, UnaryOperator<OpGraph> step) {
        return verified(name, step.apply(graph));
    }

    private static OpGraph verified(String name, OpGraph graph) {
        return VerifyGraph.after(name, graph);
    }
}
