package dev.jacquard.processor.graph;

import java.util.List;

import dev.jacquard.processor.report.Anchor;

import org.jspecify.annotations.Nullable;

/**
 * One layer in its place. Two are equal only if they are the same: to compare what they read would be to compare all layers before them.
 *
 * @param name   unique in the model; the method's name, or {@code block.method} for an inlined block
 * @param method the definition's method it links to; inside a block, the method that inlines it
 * @param layer  what it does
 * @param inputs the layers it reads
 * @param shape  of its result, without the batch
 * @param anchor where messages about it stand
 */
public record LayerNode(String name, String method, Layer layer, List<LayerNode> inputs, Shape shape, Anchor anchor) {
    /** Keeps its own copy of the inputs. */
    public LayerNode {
        inputs = List.copyOf(inputs);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return name + " " + layer.type() + shape;
    }
}
