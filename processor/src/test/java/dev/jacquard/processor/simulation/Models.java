package dev.jacquard.processor.simulation;

import java.util.ArrayList;
import java.util.List;

import dev.jacquard.model.Activation;
import dev.jacquard.model.Loss;
import dev.jacquard.model.Padding;
import dev.jacquard.processor.graph.Initial;
import dev.jacquard.processor.graph.Layer;
import dev.jacquard.processor.graph.Layer.Pair;
import dev.jacquard.processor.graph.LayerGraph;
import dev.jacquard.processor.graph.LayerNode;
import dev.jacquard.processor.graph.Penalty;
import dev.jacquard.processor.graph.Shape;
import dev.jacquard.processor.graph.Window;

/** Builds layer graphs without a source, layer by layer. */
public final class Models {
    private final List<LayerNode> nodes = new ArrayList<>();
    private final List<LayerGraph.Result> results = new ArrayList<>();

    /** Starts empty. */
    public Models() {
    }

    /** Appends a layer; its shape follows from its inputs. */
    public LayerNode add(Layer layer, LayerNode... inputs) {
        String name = layer.type().toLowerCase(java.util.Locale.ROOT) + nodes.size();
        LayerNode node = new LayerNode(name, name, layer, List.of(inputs), shape(layer, List.of(inputs)), null);
        nodes.add(node);
        return node;
    }

    /** An input. */
    public LayerNode input(int... shape) {
        return add(new Layer.Input(Shape.of(shape)));
    }

    /** A dense layer. */
    public LayerNode dense(LayerNode x, int units, Activation activation) {
        return add(new Layer.Dense(units, activation, true, Initial.ZEROS, Initial.ZEROS, Penalty.NONE, Penalty.NONE), x);
    }

    /** A convolution of 3 × 3 that keeps height and width. */
    public LayerNode convolution(LayerNode x, int filters, Activation activation) {
        return convolution(x, filters, new Pair(3, 3), new Pair(1, 1), Padding.SAME, activation);
    }

    /** A convolution. */
    public LayerNode convolution(LayerNode x, int filters, Pair kernel, Pair strides, Padding padding, Activation activation) {
        return add(new Layer.Conv2D(filters, kernel, strides, padding, new Pair(1, 1), activation, true, Initial.ZEROS, Initial.ZEROS, Penalty.NONE,
                Penalty.NONE), x);
    }

    /** Batch normalisation. */
    public LayerNode normalize(LayerNode x) {
        return add(new Layer.BatchNorm(0.9, 1e-3, true, true), x);
    }

    /** Declares a result. */
    public Models result(LayerNode node, Loss loss, double weight) {
        results.add(new LayerGraph.Result(node, loss, weight));
        return this;
    }

    /** The model. */
    public LayerGraph build() {
        return new LayerGraph(null, "sample", "Sample", nodes, results);
    }

    private static Shape shape(Layer layer, List<LayerNode> inputs) {
        Shape first = inputs.isEmpty() ? Shape.of() : inputs.getFirst().shape();
        return switch (layer) {
            case Layer.Input(Shape shape) -> shape;
            case Layer.Dense dense -> with(first, first.rank() - 1, dense.units());
            case Layer.Conv2D c -> windowed(Window.over(first, c.kernel(), c.strides(), c.dilation(), c.padding()), c.filters());
            case Layer.MaxPooling2D(Pair pool, Pair strides, Padding padding) ->
                windowed(Window.over(first, pool, strides, new Pair(1, 1), padding), first.last());
            case Layer.AveragePooling2D(Pair pool, Pair strides, Padding padding) ->
                windowed(Window.over(first, pool, strides, new Pair(1, 1), padding), first.last());
            case Layer.Flatten _ -> Shape.of((int) first.size());
            case Layer.Reshape(List<Integer> target) -> new Shape(target);
            case Layer.Dropout _, Layer.Activate _, Layer.BatchNorm _, Layer.Add _ -> first;
            case Layer.Concatenate(int axis) -> {
                int position = axis < 0 ? first.rank() + axis : axis;
                yield with(first, position, inputs.stream().mapToInt(input -> input.shape().get(position)).sum());
            }
        };
    }

    private static Shape with(Shape shape, int axis, int dimension) {
        List<Integer> dimensions = new ArrayList<>(shape.dimensions());
        dimensions.set(axis, dimension);
        return new Shape(dimensions);
    }

    private static Shape windowed(Window window, int channels) {
        return Shape.of(window.outputHeight(), window.outputWidth(), channels);
    }
}
