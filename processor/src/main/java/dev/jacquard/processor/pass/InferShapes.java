package dev.jacquard.processor.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.jacquard.processor.graph.Layer;
import dev.jacquard.processor.graph.LayerGraph;
import dev.jacquard.processor.graph.LayerNode;
import dev.jacquard.processor.graph.Shape;
import dev.jacquard.processor.read.Content;
import dev.jacquard.processor.read.LayerSpec;
import dev.jacquard.processor.read.ModelSpec;
import dev.jacquard.processor.read.OutputSpec;
import dev.jacquard.processor.read.ResultSpec;
import dev.jacquard.processor.read.ShapeClaim;
import dev.jacquard.processor.read.Value;
import dev.jacquard.processor.report.Anchor;
import dev.jacquard.processor.report.Diagnostics;
import dev.jacquard.processor.report.Message;

import org.jspecify.annotations.Nullable;

/**
 * Gives every layer the shape of its result. A layer behind a mistake has none, and is not reported for it; only a Dense layer is as wide as it
 * says whatever it reads. What can be told of a layer without its shape is told nevertheless.
 */
public final class InferShapes {
    private final Diagnostics diagnostics;
    /** Of a layer behind a mistake. No value has it: an input has a dimension at least. */
    private static final Shape UNKNOWN = Shape.of();

    private final Map<String, LayerNode> nodes = new HashMap<>();

    private InferShapes(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /**
     * Infers all shapes and reports layers that do not fit their inputs.
     *
     * @return null when anything about the model has been reported as an error, now or before
     */
    public static @Nullable LayerGraph infer(ModelSpec model, Diagnostics diagnostics) {
        return new InferShapes(diagnostics).graph(model);
    }

    private @Nullable LayerGraph graph(ModelSpec model) {
        List<LayerNode> ordered = new ArrayList<>();
        for (LayerSpec spec : model.layers()) {
            LayerNode node = node(spec);
            if (node != null) {
                nodes.put(node.name(), node);
                ordered.add(node);
            }
        }
        model.claims().forEach(this::checkClaim);
        List<LayerGraph.Result> results = new ArrayList<>();
        for (ResultSpec spec : model.results()) {
            LayerNode node = nodes.get(spec.layer());
            if (node != null) {
                OutputSpec output = spec.value().output();
                results.add(new LayerGraph.Result(node, CheckLosses.loss(spec, model), output == null ? 1 : output.weight()));
                CheckLosses.check(spec, node, model, diagnostics);
            }
        }
        LayerGraph graph = new LayerGraph(model.type(), model.packageName(), model.name(), ordered, results);
        CheckTraining.check(graph, model, diagnostics);
        if (diagnostics.hasErrors()) {
            return null;
        }
        if (ordered.size() != model.layers().size() || results.isEmpty() || !ordered.stream().allMatch(InferShapes::isKnown)) {
            throw new IllegalStateException("no shape for some of " + model.layers().stream().map(LayerSpec::name).toList());
        }
        CheckLosses.check(model, diagnostics);
        return graph;
    }

    private @Nullable LayerNode node(LayerSpec spec) {
        Layer layer = spec.value().content() instanceof Content.Single(Layer written) ? written : null;
        if (layer == null) {
            return null;
        }
        List<LayerNode> inputs = new ArrayList<>();
        boolean known = spec.layer() != null;
        for (String name : spec.inputs()) {
            LayerNode input = name == null ? null : nodes.get(name);
            known &= input != null && isKnown(input);
            if (input != null) {
                inputs.add(input);
            }
        }
        Shape shape = known ? new ShapeRules(spec, inputs, diagnostics.on(spec.method())).shape(layer) : null;
        if (shape == null) {
            shape = layer instanceof Layer.Dense dense ? Shape.of(dense.units()) : UNKNOWN;
        }
        return new LayerNode(spec.name(), spec.method().getSimpleName().toString(), layer, inputs, shape, spec.value().anchor());
    }

    /** Whether a layer's shape could be inferred. */
    static boolean isKnown(LayerNode node) {
        return !node.shape().equals(UNKNOWN);
    }

    private void checkClaim(ShapeClaim claim) {
        LayerNode given = nodes.get(claim.layer());
        if (given != null && isKnown(given) && !given.shape().equals(claim.shape())) {
            Value call = claim.call();
            diagnostics.report(Message.BLOCK_INPUT_SHAPE, Anchor.of(call.method()), call.name(), call.type(), claim.input().name(), claim.shape(),
                    given.name(), given.shape());
        }
    }
}
