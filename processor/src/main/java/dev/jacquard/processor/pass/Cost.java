package dev.jacquard.processor.pass;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.jacquard.model.Activation;
import dev.jacquard.processor.graph.Layer;
import dev.jacquard.processor.graph.LayerGraph;
import dev.jacquard.processor.graph.LayerNode;
import dev.jacquard.processor.graph.Shape;

/**
 * What a layer costs, in one place for messages, budgets and descriptions. A multiply-add counts as two floating-point operations; a sum, a
 * product, a quotient, a comparison and an exponential as one each; windows count as if none of their points lay outside the image.
 */
public final class Cost {
    private Cost() {
    }

    /** The number of parameters of one layer, trainable or not. */
    public static long parameters(LayerNode node) {
        return trainable(node) + averages(node);
    }

    /** The number of parameters that the optimizer changes. */
    public static long trainable(LayerNode node) {
        return switch (node.layer()) {
            case Layer.Dense dense -> kernel(dense, node.inputs().getFirst().shape()) + (dense.useBias() ? dense.units() : 0);
            case Layer.Conv2D convolution -> kernel(convolution, node.inputs().getFirst().shape())
                    + (convolution.useBias() ? convolution.filters() : 0);
            case Layer.BatchNorm norm -> ((norm.center() ? 1L : 0) + (norm.scale() ? 1 : 0)) * node.shape().last();
            case Layer.Input _, Layer.MaxPooling2D _, Layer.AveragePooling2D _, Layer.Flatten _,
                    Layer.Reshape _, Layer.Dropout _, Layer.Activate _, Layer.Add _, Layer.Concatenate _ ->
                0;
        };
    }

    /** The floating-point operations of one forward pass of one sample in inference. */
    public static long flops(LayerNode node) {
        long size = node.shape().size();
        return switch (node.layer()) {
            case Layer.Dense dense -> size * (2L * node.inputs().getFirst().shape().last() + (dense.useBias() ? 1 : 0) + flops(dense.activation()));
            case Layer.Conv2D convolution -> size * (2L * convolution.kernel().height() * convolution.kernel().width()
                    * node.inputs().getFirst().shape().last() + (convolution.useBias() ? 1 : 0) + flops(convolution.activation()));
            case Layer.MaxPooling2D pooling -> size * ((long) pooling.pool().height() * pooling.pool().width() - 1);
            case Layer.AveragePooling2D pooling -> size * pooling.pool().height() * pooling.pool().width();
            case Layer.Activate activate -> size * flops(activate.activation());
            // In inference γ, β, mean and variance are one factor and one summand a channel.
            case Layer.BatchNorm _ -> 2 * size;
            case Layer.Add _ -> size * (node.inputs().size() - 1);
            case Layer.Input _, Layer.Flatten _, Layer.Reshape _, Layer.Dropout _,
                    Layer.Concatenate _ -> 0;
        };
    }

    /** The number of parameters of a whole model, trainable or not. */
    public static long parameters(LayerGraph graph) {
        return graph.nodes().stream().mapToLong(Cost::parameters).sum();
    }

    /** The floating-point operations of one forward pass of one sample through a whole model. */
    public static long flops(LayerGraph graph) {
        return graph.nodes().stream().mapToLong(Cost::flops).sum();
    }

    /** The bytes of a model's parameters. */
    public static long parameterBytes(LayerGraph graph) {
        return Float.BYTES * parameters(graph);
    }

    /**
     * The most bytes that the values of one sample take at the same time in inference, layer after layer in the order of the graph: an upper
     * bound for what a memory plan reaches. A layer that leaves all numbers as they are takes none.
     */
    public static long activationBytes(LayerGraph graph) {
        List<LayerNode> nodes = graph.nodes();
        Map<LayerNode, Integer> lastUse = new LinkedHashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            lastUse.put(storage(nodes.get(i)), i);
            for (LayerNode input : nodes.get(i).inputs()) {
                lastUse.put(storage(input), i);
            }
        }
        graph.results().forEach(result -> lastUse.put(storage(result.node()), nodes.size()));
        long[] freed = new long[nodes.size() + 1];
        lastUse.forEach((node, last) -> freed[last] += node.shape().size());
        long alive = 0;
        long most = 0;
        for (int i = 0; i < nodes.size(); i++) {
            alive += storage(nodes.get(i)) == nodes.get(i) ? nodes.get(i).shape().size() : 0;
            most = Math.max(most, alive);
            alive -= freed[i];
        }
        return Float.BYTES * most;
    }

    private static LayerNode storage(LayerNode node) {
        return switch (node.layer()) {
            case Layer.Flatten _, Layer.Reshape _, Layer.Dropout _ -> storage(node.inputs().getFirst());
            default -> node;
        };
    }

    /** The numbers of a Dense layer's kernel. */
    static long kernel(Layer.Dense dense, Shape input) {
        return (long) input.last() * dense.units();
    }

    /** The numbers of a convolution's kernel; {@link Long#MAX_VALUE} where a long cannot hold them. */
    static long kernel(Layer.Conv2D convolution, Shape input) {
        long window = (long) convolution.kernel().height() * convolution.kernel().width();
        long channels = (long) input.last() * convolution.filters();
        return Math.multiplyHigh(window, channels) != 0 || window * channels < 0 ? Long.MAX_VALUE : window * channels;
    }

    private static long averages(LayerNode node) {
        return node.layer() instanceof Layer.BatchNorm ? 2L * node.shape().last() : 0;
    }

    /** Operations for each number of the result, as the formulas of {@link Activation} are written. */
    private static int flops(Activation activation) {
        return switch (activation) {
            case LINEAR -> 0;
            case RELU -> 1;
            case LEAKY_RELU -> 2;
            case SIGMOID -> 4;
            case TANH, SOFTMAX -> 5;
        };
    }
}
