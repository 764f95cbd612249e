package dev.jacquard.processor.pass;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.jacquard.model.Activation;
import dev.jacquard.model.Loss;
import dev.jacquard.model.Padding;
import dev.jacquard.processor.graph.Expr;
import dev.jacquard.processor.graph.Initial;
import dev.jacquard.processor.graph.Layer;
import dev.jacquard.processor.graph.LayerGraph;
import dev.jacquard.processor.graph.LayerNode;
import dev.jacquard.processor.graph.Node;
import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraph;
import dev.jacquard.processor.graph.OpGraphBuilder;
import dev.jacquard.processor.graph.ParameterSpec;
import dev.jacquard.processor.graph.Penalty;
import dev.jacquard.processor.graph.Shape;
import dev.jacquard.processor.graph.Type;
import dev.jacquard.processor.graph.Window;

/**
 * From layers to operations, forward only. In training, dropout draws, normalisation uses the batch's moments, and each output ends in its loss's
 * gradient; in inference, dropout is a view and normalisation uses the moving averages.
 */
public final class Lower {
    private final OpGraphBuilder graph = new OpGraphBuilder();
    private final Map<LayerNode, Node> values = new IdentityHashMap<>();
    private final boolean training;
    private int inputs;
    private int dropouts;

    private Lower(boolean training) {
        this.training = training;
    }

    /** The operations of a training step's forward pass, up to the gradients of its losses. */
    public static OpGraph training(LayerGraph layers) {
        return new Lower(true).lower(layers);
    }

    /** The operations of inference, and each output's loss as an effect. */
    public static OpGraph inference(LayerGraph layers) {
        return new Lower(false).lower(layers);
    }

    private OpGraph lower(LayerGraph layers) {
        for (LayerNode node : layers.nodes()) {
            values.put(node, lower(node));
        }
        for (int output = 0; output < layers.results().size(); output++) {
            LayerGraph.Result result = layers.results().get(output);
            Node value = Objects.requireNonNull(values.get(result.node()));
            if (result.loss() != Loss.NONE) {
                loss(result, value, output);
            }
            graph.output(value);
        }
        return graph.build();
    }

    private Node lower(LayerNode node) {
        List<Node> in = node.inputs().stream().map(values::get).toList();
        Type type = Type.perSample(node.shape());
        String name = node.name();
        String method = node.method();
        return switch (node.layer()) {
            case Layer.Input _ -> graph.value(name, new Op.Input(inputs++), type, method);
            case Layer.Dense dense -> dense(node, dense, in.getFirst());
            case Layer.Conv2D conv -> convolution(node, conv, in.getFirst());
            case Layer.MaxPooling2D(Layer.Pair pool, Layer.Pair strides, var padding) -> graph.value(name,
                    new Op.MaxPool(window(node, pool, strides, padding)), type, method, in.getFirst());
            case Layer.AveragePooling2D(Layer.Pair pool, Layer.Pair strides, var padding) -> graph.value(name,
                    new Op.AveragePool(window(node, pool, strides, padding)), type, method, in.getFirst());
            case Layer.Flatten _, Layer.Reshape _ -> graph.value(name, new Op.View(), type, method, in.getFirst());
            case Layer.Dropout(double rate) -> dropout(node, rate, in.getFirst());
            case Layer.Activate(Activation activation) -> activate(node, activation, in.getFirst());
            case Layer.BatchNorm norm -> normalize(node, norm, in.getFirst());
            case Layer.Add _ -> add(node, in);
            case Layer.Concatenate(int axis) -> concatenate(node, axis, in);
        };
    }

    private static Window window(LayerNode node, Layer.Pair size, Layer.Pair strides, Padding padding) {
        return Window.over(node.inputs().getFirst().shape(), size, strides, new Layer.Pair(1, 1), padding);
    }

    private Node parameter(LayerNode node, String role, Shape shape, boolean trainable, Initial initial, int fanIn, int fanOut, Penalty penalty) {
        ParameterSpec spec = new ParameterSpec(node.name(), role, shape, trainable, initial, fanIn, fanOut, penalty);
        return graph.step(spec.name(), new Op.Parameter(spec), Type.once(shape), node.method());
    }

    private Node dense(LayerNode node, Layer.Dense dense, Node x) {
        int in = node.inputs().getFirst().shape().last();
        int out = dense.units();
        Node kernel = parameter(node, "kernel", Shape.of(in, out), true, dense.kernelInitializer(), in, out, dense.kernelRegularizer());
        List<Node> reads = new ArrayList<>(List.of(x, kernel));
        if (dense.useBias()) {
            reads.add(parameter(node, "bias", Shape.of(out), true, dense.biasInitializer(), out, out, dense.biasRegularizer()));
        }
        return activated(node, dense.activation(), new Op.Linear(in, out, dense.useBias(), Expr.IDENTITY), reads);
    }

    private Node convolution(LayerNode node, Layer.Conv2D conv, Node x) {
        Shape image = node.inputs().getFirst().shape();
        Window window = Window.over(image, conv.kernel(), conv.strides(), conv.dilation(), conv.padding());
        int area = conv.kernel().height() * conv.kernel().width();
        Node kernel = parameter(node, "kernel", Shape.of(conv.kernel().height(), conv.kernel().width(), image.get(2), conv.filters()), true,
                conv.kernelInitializer(), area * image.get(2), area * conv.filters(), conv.kernelRegularizer());
        List<Node> reads = new ArrayList<>(List.of(x, kernel));
        if (conv.useBias()) {
            reads.add(parameter(node, "bias", Shape.of(conv.filters()), true, conv.biasInitializer(), conv.filters(), conv.filters(),
                    conv.biasRegularizer()));
        }
        return activated(node, conv.activation(), new Op.Convolution(window, conv.filters(), conv.useBias(), Expr.IDENTITY), reads);
    }

    /** The layer's linear part under the layer's own name, or as a step before its activation. */
    private Node activated(LayerNode node, Activation activation, Op op, List<Node> reads) {
        Type type = Type.perSample(node.shape());
        if (activation == Activation.LINEAR) {
            return graph.value(node.name(), op, type, node.method(), reads.toArray(Node[]::new));
        }
        Node linear = graph.step(node.name() + ".preactivation", op, type, node.method(), reads.toArray(Node[]::new));
        return activate(node, activation, linear);
    }

    private Node activate(LayerNode node, Activation activation, Node x) {
        Type type = Type.perSample(node.shape());
        Op op = activation == Activation.SOFTMAX ? new Op.Softmax(node.shape().last()) : new Op.Elementwise(Activations.formula(activation));
        return graph.value(node.name(), op, type, node.method(), x);
    }

    private Node dropout(LayerNode node, double rate, Node x) {
        Type type = Type.perSample(node.shape());
        int layer = dropouts++;
        if (!training || rate == 0) {
            return graph.value(node.name(), new Op.View(), type, node.method(), x);
        }
        Expr masked = Expr.multiply(Expr.IDENTITY, new Expr.DropoutMask(rate, layer));
        return graph.value(node.name(), new Op.Elementwise(masked), type, node.method(), x);
    }

    private Node normalize(LayerNode node, Layer.BatchNorm norm, Node x) {
        int channels = node.shape().last();
        Shape each = Shape.of(channels);
        List<Node> affine = new ArrayList<>();
        if (norm.scale()) {
            affine.add(parameter(node, "gamma", each, true, Initial.ONES, channels, channels, Penalty.NONE));
        }
        if (norm.center()) {
            affine.add(parameter(node, "beta", each, true, Initial.ZEROS, channels, channels, Penalty.NONE));
        }
        Node movingMean = parameter(node, "movingMean", each, false, Initial.ZEROS, channels, channels, Penalty.NONE);
        Node movingVariance = parameter(node, "movingVariance", each, false, Initial.ONES, channels, channels, Penalty.NONE);
        List<Node> reads = new ArrayList<>(List.of(x));
        if (training) {
            Node mean = graph.step(node.name() + ".mean", new Op.BatchMoments(channels), Type.once(each), node.method(), x);
            Node variance = graph.step(node.name() + ".variance", new Op.Part(1), Type.once(each), node.method(), mean);
            Op update = new Op.UpdateMoving(norm.momentum());
            graph.effect(graph.step(movingMean.name() + ".update", update, Type.once(each), node.method(), movingMean, mean));
            graph.effect(graph.step(movingVariance.name() + ".update", update, Type.once(each), node.method(), movingVariance, variance));
            reads.addAll(List.of(mean, variance));
        } else {
            reads.addAll(List.of(movingMean, movingVariance));
        }
        reads.addAll(affine);
        Op op = new Op.Normalize(channels, norm.epsilon(), norm.scale(), norm.center());
        return graph.value(node.name(), op, Type.perSample(node.shape()), node.method(), reads.toArray(Node[]::new));
    }

    private Node add(LayerNode node, List<Node> in) {
        Type type = Type.perSample(node.shape());
        List<Node> few = Sums.few(graph, node.name(), type, node.method(), in);
        return graph.value(node.name(), Sums.of(few), type, node.method(), few.toArray(Node[]::new));
    }

    private Node concatenate(LayerNode node, int axis, List<Node> in) {
        int position = axis < 0 ? node.shape().rank() + axis : axis;
        int outer = 1;
        for (int i = 0; i < position; i++) {
            outer *= node.shape().get(i);
        }
        int runs = outer;
        List<Integer> widths = in.stream().map(value -> (int) (value.type().shape().size() / runs)).toList();
        return graph.value(node.name(), new Op.Concatenate(outer, widths), Type.perSample(node.shape()), node.method(), in.toArray(Node[]::new));
    }

    /** The loss reads what goes into a final softmax or sigmoid where it can: together they are simpler and more exact. */
    private void loss(LayerGraph.Result result, Node value, int output) {
        Node softmaxed = value.op() instanceof Op.Softmax ? graph.node(value.inputs().getFirst()) : null;
        Node sigmoided = value.op() instanceof Op.Elementwise(Expr e) && e.equals(Activations.formula(Activation.SIGMOID))
                ? graph.node(value.inputs().getFirst())
                : null;
        int width = result.node().shape().last();
        Shape targetShape = result.loss() == Loss.SPARSE_CATEGORICAL_CROSSENTROPY ? withoutLast(result.node().shape()) : result.node().shape();
        Type.Element element = result.loss() == Loss.SPARSE_CATEGORICAL_CROSSENTROPY ? Type.Element.LABEL : Type.Element.FLOAT;
        String name = result.node().name();
        String method = result.node().method();
        Node target = graph.step(name + ".target", new Op.Target(output), new Type(targetShape, true, element), method);
        Op.Fusion fusion = switch (result.loss()) {
            case SPARSE_CATEGORICAL_CROSSENTROPY, CATEGORICAL_CROSSENTROPY -> softmaxed != null ? Op.Fusion.SOFTMAX : Op.Fusion.NONE;
            case BINARY_CROSSENTROPY -> sigmoided != null ? Op.Fusion.SIGMOID : Op.Fusion.NONE;
            case MEAN_SQUARED_ERROR, NONE -> Op.Fusion.NONE;
        };
        Node read = switch (fusion) {
            case SOFTMAX -> Objects.requireNonNull(softmaxed);
            case SIGMOID -> Objects.requireNonNull(sigmoided);
            case NONE -> value;
        };
        if (training) {
            graph.effect(graph.step(name + ".loss", new Op.LossGradient(result.loss(), fusion, output, result.weight(), width),
                    Type.perSample(value.type().shape()), method, read, target));
        } else {
            graph.effect(graph.step(name + ".loss", new Op.LossValue(result.loss(), fusion, output, width), Type.perSample(Shape.of()), method,
                    fusion == Op.Fusion.NONE ? new Node[] {read, target} : new Node[] {read, target, value}));
        }
    }

    private static Shape withoutLast(Shape shape) {
        return new Shape(shape.dimensions().subList(0, shape.rank() - 1));
    }
}
