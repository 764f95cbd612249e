package dev.jacquard.processor.emit.dl4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.jacquard.model.Activation;
import dev.jacquard.model.Loss;
import dev.jacquard.processor.graph.Layer;
import dev.jacquard.processor.graph.LayerGraph;
import dev.jacquard.processor.graph.LayerNode;
import dev.jacquard.processor.graph.Shape;

import com.palantir.javapoet.CodeBlock;
import org.jspecify.annotations.Nullable;

/** How the layers of a model hang together in Deeplearning4j: a list where each reads the one before, else a graph of named vertices. */
final class Wiring {
    private final LayerGraph layers;
    private final Map<String, LayerGraph.Result> results = new HashMap<>();
    private final Set<String> read = new HashSet<>();
    /** By the value that has the numbers, how many others are made from them. */
    private final Map<LayerNode, Integer> readers = new HashMap<>();
    /** Values that are the same to Deeplearning4j as another: a row of numbers needs no flattening. */
    private final Map<String, String> same = new LinkedHashMap<>();
    /** Where the network's results come from, in the order of the definition. */
    private final List<String> outputs = new ArrayList<>();
    private final List<CodeBlock> lines = new ArrayList<>();
    private final boolean sequential;

    private Wiring(LayerGraph layers) {
        this.layers = layers;
        layers.results().forEach(result -> results.put(result.node().name(), result));
        layers.nodes().forEach(node -> node.inputs().forEach(input -> read.add(input.name())));
        layers.nodes().stream().filter(node -> root(node) == node)
                .forEach(node -> node.inputs().stream().map(Wiring::root).distinct().forEach(input -> readers.merge(input, 1, Integer::sum)));
        sequential = isSequential();
    }

    static Wiring of(LayerGraph layers) {
        Wiring wiring = new Wiring(layers);
        if (wiring.sequential) {
            wiring.list();
        } else {
            wiring.graph();
        }
        return wiring;
    }

    /** Whether it became a list. */
    boolean isList() { return sequential; }

    /** The calls, without a dot, between {@code .list()} or {@code .graphBuilder()} and {@code .build()}. */
    List<CodeBlock> lines() {
        return lines;
    }

    Map<String, String> same() {
        return same;
    }

    List<String> outputs() {
        return outputs;
    }

    private boolean isSequential() {
        List<LayerNode> nodes = layers.nodes();
        for (int i = 1; i < nodes.size(); i++) {
            if (!nodes.get(i).inputs().equals(List.of(nodes.get(i - 1)))) {
                return false;
            }
        }
        return layers.results().size() == 1 && layers.results().getFirst().node() == nodes.getLast();
    }

    private void list() {
        List<LayerNode> nodes = layers.nodes();
        String last = nodes.getFirst().name();
        Shape shape = nodes.getFirst().shape();
        int index = 0;
        for (LayerNode node : nodes.subList(1, nodes.size())) {
            CodeBlock layer = ending(node);
            layer = layer == null ? Layers.of(node) : layer;
            if (layer == null) {
                same.put(node.name(), last);
                continue;
            }
            Shape input = node.inputs().getFirst().shape();
            change(index, shape, input);
            lines.add(CodeBlock.of("layer($L)", layer));
            index++;
            last = node.name();
            shape = node.shape();
        }
        LayerNode end = nodes.getLast();
        if (isTrained(end) && ending(end) == null) {
            change(index, shape, flat(end.shape()));
            lines.add(CodeBlock.of("layer($L)", Layers.loss(result(end), lossName(end), Activation.LINEAR)));
            last = lossName(end);
        }
        lines.add(CodeBlock.of("setInputType($L)", Dl4j.inputType(nodes.getFirst().shape())));
        outputs.add(last);
    }

    private void change(int index, Shape from, Shape to) {
        if (Dl4j.differ(from, to)) {
            lines.add(CodeBlock.of("inputPreProcessor($L, $L)", index, Dl4j.change(from, to)));
        }
    }

    private void graph() {
        List<LayerNode> inputs = layers.nodes().stream().filter(node -> node.layer() instanceof Layer.Input).toList();
        lines.add(CodeBlock.of("addInputs($L)", inputs.stream().map(node -> CodeBlock.of("$S", node.name())).collect(CodeBlock.joining(", "))));
        lines.add(CodeBlock.of("setInputTypes($L)", inputs.stream().map(node -> Dl4j.inputType(node.shape())).collect(CodeBlock.joining(", "))));
        layers.nodes().forEach(this::vertex);
        List<CodeBlock> ends = new ArrayList<>();
        for (LayerGraph.Result result : layers.results()) {
            LayerNode node = result.node();
            String name = place(node);
            if (isTrained(node) && ending(node) == null) {
                name = lossName(node);
                CodeBlock loss = Layers.loss(result, name, Activation.LINEAR);
                lines.add(Dl4j.isImage(node.shape())
                        ? CodeBlock.of("addLayer($S, $L, $L, $S)", name, loss, Dl4j.change(node.shape(), flat(node.shape())), place(node))
                        : CodeBlock.of("addLayer($S, $L, $S)", name, loss, place(node)));
            }
            outputs.add(name);
            if (isTrained(node) || layers.results().stream().noneMatch(other -> other.loss() != Loss.NONE)) {
                ends.add(CodeBlock.of("$S", name));
            }
        }
        lines.add(CodeBlock.of("setOutputs($L)", CodeBlock.join(ends, ", ")));
    }

    private void vertex(LayerNode node) {
        CodeBlock inputs = node.inputs().stream().map(input -> CodeBlock.of("$S", place(input))).collect(CodeBlock.joining(", "));
        CodeBlock ending = ending(node);
        CodeBlock layer = ending == null ? Layers.of(node) : ending;
        if (ending == null && node.layer() instanceof Layer.Activate && isShared(root(node.inputs().getFirst()))) {
            inputs = CodeBlock.of("$S", copy(node));
        }
        if (layer != null) {
            lines.add(CodeBlock.of("addLayer($S, $L, $L)", node.name(), layer, inputs));
            return;
        }
        CodeBlock vertex = switch (node.layer()) {
            case Layer.Add _ -> CodeBlock.of("new $T($T.Add)", Dl4j.SUM, Dl4j.SUM.nestedClass("Op"));
            case Layer.Concatenate _ -> CodeBlock.of("new $T()", Dl4j.MERGE);
            case Layer.Flatten _, Layer.Reshape _ -> reshaping(node);
            case Layer.Input _, Layer.Dense _, Layer.Conv2D _, Layer.MaxPooling2D _,
                    Layer.AveragePooling2D _, Layer.Dropout _, Layer.Activate _, Layer.BatchNorm _ ->
                null;
        };
        if (vertex != null) {
            lines.add(CodeBlock.of("addVertex($S, $L, $L)", node.name(), vertex, inputs));
        }
    }

    /** In inference Deeplearning4j's ActivationLayer overwrites what it reads, so where others read that as well it gets a copy: times one. */
    private String copy(LayerNode node) {
        String name = node.name() + "-input";
        lines.add(CodeBlock.of("addVertex($S, new $T(1), $S)", name, Dl4j.SCALE, place(node.inputs().getFirst())));
        return name;
    }

    private boolean isShared(LayerNode value) {
        return readers.getOrDefault(value, 0) > 1 || value.layer() instanceof Layer.Input || results.containsKey(value.name());
    }

    /** The value that has the numbers: a row of numbers in another shape is still that row. */
    private static LayerNode root(LayerNode node) {
        boolean reshapes = node.layer() instanceof Layer.Flatten || node.layer() instanceof Layer.Reshape;
        LayerNode input = node.inputs().isEmpty() ? node : node.inputs().getFirst();
        return reshapes && !Dl4j.differ(input.shape(), node.shape()) ? root(input) : node;
    }

    private @Nullable CodeBlock reshaping(LayerNode node) {
        LayerNode input = node.inputs().getFirst();
        if (Dl4j.differ(input.shape(), node.shape())) {
            return CodeBlock.of("new $T($L)", Dl4j.CHANGE, Dl4j.change(input.shape(), node.shape()));
        }
        same.put(node.name(), place(input));
        return null;
    }

    /** The name of a value in Deeplearning4j. */
    private String place(LayerNode node) {
        return same.getOrDefault(node.name(), node.name());
    }

    /** The output layer that a result's own layer becomes; null where it is none or others read it as well. */
    private @Nullable CodeBlock ending(LayerNode node) {
        return isTrained(node) && !read.contains(node.name()) ? Layers.output(result(node)) : null;
    }

    private boolean isTrained(LayerNode node) {
        LayerGraph.Result result = results.get(node.name());
        return result != null && result.loss() != Loss.NONE;
    }

    private LayerGraph.Result result(LayerNode node) {
        return Objects.requireNonNull(results.get(node.name()));
    }

    private static Shape flat(Shape shape) {
        return Shape.of(Math.toIntExact(shape.size()));
    }

    /** No method of a definition has a name like this. */
    private static String lossName(LayerNode node) {
        return node.name() + "-loss";
    }
}
