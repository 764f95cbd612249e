package dev.jacquard.processor.pass;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.jacquard.model.Activation;
import dev.jacquard.model.Initialization;
import dev.jacquard.processor.graph.Initial;
import dev.jacquard.processor.graph.Layer;
import dev.jacquard.processor.graph.LayerGraph;
import dev.jacquard.processor.graph.LayerNode;
import dev.jacquard.processor.read.LayerSpec;
import dev.jacquard.processor.read.ModelSpec;
import dev.jacquard.processor.report.Anchor;
import dev.jacquard.processor.report.Diagnostics;
import dev.jacquard.processor.report.Message;

/** Finds layers that compile and run, but that training can make nothing of. */
final class CheckTraining {
    private final LayerGraph graph;
    private final Diagnostics diagnostics;
    private final Map<String, LayerSpec> specs = new HashMap<>();
    private final Map<LayerNode, Set<LayerNode>> readers = new HashMap<>();

    private CheckTraining(LayerGraph graph, ModelSpec model, Diagnostics diagnostics) {
        this.graph = graph;
        this.diagnostics = diagnostics;
        model.layers().forEach(spec -> specs.put(spec.name(), spec));
        for (LayerNode node : graph.nodes()) {
            for (LayerNode input : node.inputs()) {
                readers.computeIfAbsent(input, any -> new HashSet<>()).add(node);
            }
        }
    }

    /** Reports what it finds in the layers of a model that are known, if not their shapes. */
    static void check(LayerGraph graph, ModelSpec model, Diagnostics diagnostics) {
        CheckTraining check = new CheckTraining(graph, model, diagnostics);
        for (LayerNode node : graph.nodes()) {
            check.softmax(node);
            check.repeatedActivation(node);
            check.equalKernel(node);
        }
    }

    /** The activation a layer ends in; LINEAR for one that has none. */
    static Activation activation(LayerNode node) {
        return switch (node.layer()) {
            case Layer.Dense dense -> dense.activation();
            case Layer.Conv2D convolution -> convolution.activation();
            case Layer.Activate activate -> activate.activation();
            case Layer.Input _, Layer.MaxPooling2D _, Layer.AveragePooling2D _, Layer.Flatten _,
                    Layer.Reshape _, Layer.Dropout _, Layer.BatchNorm _, Layer.Add _, Layer.Concatenate _ ->
                Activation.LINEAR;
        };
    }

    /** What to write for a number of each class. */
    static String widerRemedy(LayerNode node) {
        return switch (node.layer()) {
            case Layer.Dense _ -> "write units = the number of classes";
            case Layer.Conv2D _ -> "write filters = the number of classes";
            default -> "give " + node.name() + " a number for each class";
        };
    }

    private void softmax(LayerNode node) {
        if (activation(node) != Activation.SOFTMAX) {
            return;
        }
        boolean classes = graph.results().stream().anyMatch(result -> result.node().equals(node) && CheckLosses.choosesClass(result.loss()));
        if (InferShapes.isKnown(node) && node.shape().last() == 1 && !classes) {
            report(Message.SOFTMAX_OF_ONE, node, activationAnchor(node), widerRemedy(node));
        }
        boolean softmaxFollows = readers(node).stream().anyMatch(CheckTraining::isActivateSoftmax);
        if (!softmaxFollows && !isResult(node) && readers(node).stream().anyMatch(reader -> !carriesToResult(reader))) {
            report(Message.SOFTMAX_INSIDE, node, activationAnchor(node));
        }
    }

    private void repeatedActivation(LayerNode node) {
        if (!(node.layer() instanceof Layer.Activate(Activation activation)) || node.inputs().isEmpty()) {
            return;
        }
        LayerNode input = node.inputs().getFirst();
        Activation before = activation(input);
        if (activation == Activation.SOFTMAX && before == Activation.SOFTMAX) {
            report(Message.SOFTMAX_TWICE, node, activationAnchor(node), input.name());
        } else if (activation == Activation.SOFTMAX && before == Activation.RELU) {
            report(Message.SOFTMAX_OF_RELU, node, activationAnchor(node), input.name());
        } else if (activation == Activation.RELU && before == Activation.RELU) {
            report(Message.RELU_TWICE, node, activationAnchor(node), input.name());
        }
    }

    private void equalKernel(LayerNode node) {
        switch (node.layer()) {
            case Layer.Dense dense -> equalKernel(node, dense.kernelInitializer(), dense.units(), "units");
            case Layer.Conv2D convolution -> equalKernel(node, convolution.kernelInitializer(), convolution.filters(), "filters");
            default -> {
                // The others have no kernel.
            }
        }
    }

    /** Units that start equal and see equal gradients stay equal, unless the layer is the last one that learns. */
    private void equalKernel(LayerNode node, Initial initial, int count, String units) {
        boolean equal = List.of(Initialization.ZEROS, Initialization.ONES, Initialization.CONSTANT).contains(initial.kind());
        if (equal && count > 1 && kernelFollows(node)) {
            report(Message.EQUAL_KERNEL, node, anchor(node, "kernelInitializer"), initial.kind(), count, units);
        }
    }

    private boolean kernelFollows(LayerNode node) {
        return readers(node).stream()
                .anyMatch(reader -> reader.layer() instanceof Layer.Dense || reader.layer() instanceof Layer.Conv2D || kernelFollows(reader));
    }

    private boolean carriesToResult(LayerNode node) {
        return switch (node.layer()) {
            case Layer.Flatten _, Layer.Reshape _, Layer.Concatenate _, Layer.Dropout _ ->
                isResult(node) || readers(node).stream().anyMatch(this::carriesToResult);
            default -> false;
        };
    }

    private static boolean isActivateSoftmax(LayerNode node) {
        return node.layer() instanceof Layer.Activate(Activation activation) && activation == Activation.SOFTMAX;
    }

    private boolean isResult(LayerNode node) {
        return graph.results().stream().anyMatch(result -> result.node().equals(node));
    }

    private Set<LayerNode> readers(LayerNode node) {
        return readers.getOrDefault(node, Set.of());
    }

    private Anchor activationAnchor(LayerNode node) {
        return anchor(node, node.layer() instanceof Layer.Activate ? "value" : "activation");
    }

    private Anchor anchor(LayerNode node, String attribute) {
        LayerSpec spec = specs.get(node.name());
        return spec == null ? node.anchor() : spec.value().anchor(attribute);
    }

    private void report(Message message, LayerNode node, Anchor anchor, Object... values) {
        LayerSpec spec = specs.get(node.name());
        Object[] all = new Object[values.length + 1];
        all[0] = node.name();
        System.arraycopy(values, 0, all, 1, values.length);
        (spec == null ? diagnostics : diagnostics.on(spec.method())).report(message, anchor, all);
    }
}
