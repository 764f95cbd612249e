package dev.jacquard.processor.emit.dl4j;

import java.util.HashSet;
import java.util.Set;

import dev.jacquard.model.Activation;
import dev.jacquard.model.Loss;
import dev.jacquard.processor.graph.Layer;
import dev.jacquard.processor.graph.LayerGraph;
import dev.jacquard.processor.graph.LayerNode;
import dev.jacquard.processor.graph.Shape;

import org.jspecify.annotations.Nullable;

/** What Deeplearning4j 1.0.0-M2.1 has nothing for. */
final class Lacks {
    private Lacks() {
    }

    /**
     * The first layer that Deeplearning4j cannot run as it is meant.
     *
     * @param what the missing thing: {@code BatchNorm with a scale but no center}
     */
    record Gap(LayerNode node, String what) {
    }

    /** The first gap; null where Deeplearning4j has everything. */
    static @Nullable Gap find(LayerGraph layers) {
        for (LayerNode node : layers.nodes()) {
            String what = missing(node);
            if (what != null) {
                return new Gap(node, what);
            }
        }
        Set<LayerNode> read = new HashSet<>();
        layers.nodes().forEach(node -> read.addAll(node.inputs()));
        boolean trained = layers.results().stream().anyMatch(result -> result.loss() != Loss.NONE);
        for (LayerGraph.Result result : layers.results()) {
            LayerNode node = result.node();
            boolean classes = result.loss() == Loss.CATEGORICAL_CROSSENTROPY || result.loss() == Loss.SPARSE_CATEGORICAL_CROSSENTROPY;
            if (classes && node.shape().rank() > 1) {
                return new Gap(node, "loss of classes for each position of " + node.shape());
            }
            if (trained && result.loss() == Loss.NONE && !read.contains(node)) {
                return new Gap(node, "way to leave an output without a loss beside one with a loss");
            }
        }
        return null;
    }

    private static @Nullable String missing(LayerNode node) {
        Shape shape = node.shape();
        return switch (node.layer()) {
            case Layer.Conv2D conv when conv.activation() == Activation.SOFTMAX -> "SOFTMAX over the channels of a convolution";
            case Layer.Activate(Activation activation) when activation == Activation.SOFTMAX && shape.rank() != 1 && shape.rank() != 3 ->
                "SOFTMAX over the last axis of " + shape;
            case Layer.BatchNorm norm when norm.center() != norm.scale() ->
                norm.scale() ? "BatchNorm with a scale but no center" : "BatchNorm with a center but no scale";
            case Layer.BatchNorm _ when shape.rank() != 1 && shape.rank() != 3 -> "BatchNorm over the last axis of " + shape;
            case Layer.Concatenate(int axis) when !concatenates(axis, shape) -> "Concatenate along axis " + axis + " of " + shape;
            case Layer.Input _, Layer.Dense _, Layer.Conv2D _, Layer.MaxPooling2D _,
                    Layer.AveragePooling2D _, Layer.Flatten _, Layer.Reshape _, Layer.Dropout _, Layer.Activate _,
                    Layer.BatchNorm _, Layer.Add _, Layer.Concatenate _ ->
                null;
        };
    }

    /** Channels of images, and rows of numbers, which lie one after another along the first axis. */
    private static boolean concatenates(int axis, Shape shape) {
        boolean last = axis == -1 || axis == shape.rank() - 1;
        return shape.rank() == 3 ? last : axis == 0 || shape.rank() == 1;
    }
}
