package dev.jacquard.processor.graph;

import java.util.List;

import javax.lang.model.element.TypeElement;

import dev.jacquard.model.Loss;

/**
 * A whole model as the user wrote it, with shapes: valid, so that later stages need no checks of their own.
 *
 * @param definition  the annotated type
 * @param packageName of the definition; empty for the unnamed package
 * @param name        simple name of the definition; for a nested type with its outer types: {@code Outer_Inner}
 * @param nodes       every node after the nodes it reads; inputs are nodes as well
 * @param results     in the order of the definition; at least one
 */
public record LayerGraph(TypeElement definition, String packageName, String name, List<LayerNode> nodes, List<Result> results) {
    /** Keeps its own copies. */
    public LayerGraph {
        nodes = List.copyOf(nodes);
        results = List.copyOf(results);
    }

    /**
     * A result of the network.
     *
     * @param node   what makes it
     * @param loss   NONE where it is not trained
     * @param weight factor of its loss
     */
    public record Result(LayerNode node, Loss loss, double weight) {
    }
}
