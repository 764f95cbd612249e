package dev.jacquard.processor.emit.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.jacquard.processor.LayerGraphs;
import dev.jacquard.processor.graph.LayerGraph;
import dev.jacquard.processor.pass.Compilation;

import org.junit.jupiter.api.Test;

/** Which words of a definition two networks must share to exchange weights. */
class ArchitectureHashTest {
    private static final String MODEL = """
            @Model(loss = MEAN_SQUARED_ERROR) interface Base {
                @Input({8, 8, 2}) Tensor image();
                @Conv2D(filters = 3, kernel = {3, 3}, padding = SAME, dilation = 1, activation = RELU) Tensor conv(Tensor image);
                @BatchNorm(momentum = 0.9, epsilon = 1e-3) Tensor normal(Tensor conv);
                @MaxPooling2D(value = 2, strides = 2, padding = VALID) Tensor largest(Tensor normal);
                @AveragePooling2D(value = 2, strides = 2, padding = VALID) Tensor mean(Tensor normal);
                @Concatenate(axis = -1) Tensor joined(Tensor largest, Tensor mean);
                @Activate(SIGMOID) Tensor active(Tensor joined);
                @Dropout(0.5) Tensor kept(Tensor active);
                @Reshape({-1, 6}) Tensor rows(Tensor kept);
                @Flatten Tensor flat(Tensor rows);
                @Dense(units = 4, activation = TANH) Tensor hidden(Tensor flat);
                @Dense(units = 2) Tensor answer(Tensor hidden);
            }
            """;
    /** What is replaced, by what, the layer and the attribute. Shapes and parameters stay. */
    private static final List<List<String>> ANSWERS_CHANGE = List.of(
            List.of("dilation = 1", "dilation = 2", "conv", "dilation"),
            List.of("activation = RELU", "activation = LEAKY_RELU", "conv", "activation"),
            List.of("epsilon = 1e-3", "epsilon = 1e-4", "normal", "epsilon"),
            List.of("MaxPooling2D(value = 2", "MaxPooling2D(value = {1, 2}", "largest", "pool"),
            List.of("MaxPooling2D(value = 2, strides = 2, padding = VALID", "MaxPooling2D(value = 1, strides = 2, padding = SAME", "largest", "pool"),
            List.of("MaxPooling2D(value = 2, strides = 2, padding = VALID", "MaxPooling2D(value = 2, strides = 2, padding = SAME", "largest",
                    "padding"),
            List.of("AveragePooling2D(value = 2", "AveragePooling2D(value = {2, 1}", "mean", "pool"),
            List.of("AveragePooling2D(value = 2, strides = 2, padding = VALID", "AveragePooling2D(value = 2, strides = 2, padding = SAME", "mean",
                    "padding"),
            List.of("@Activate(SIGMOID)", "@Activate(TANH)", "active", "activation"),
            List.of("activation = TANH", "activation = LINEAR", "hidden", "activation"));
    /** Words that change nothing but training, or nothing at all. */
    private static final List<List<String>> ANSWERS_STAY = List.of(
            List.of("momentum = 0.9", "momentum = 0.8"), List.of("@Dropout(0.5)", "@Dropout(0.1)"), List.of("axis = -1", "axis = 2"),
            List.of("{-1, 6}", "{16, 6}"), List.of("MEAN_SQUARED_ERROR", "NONE"),
            List.of("units = 4,", "units = 4, kernelInitializer = @Initializer(HE_UNIFORM), kernelRegularizer = @Regularizer(l2 = 0.1),"),
            List.of("kernel = {3, 3}", "kernel = 3, biasInitializer = @Initializer(ONES), biasRegularizer = @Regularizer(l1 = 0.1)"));

    @Test
    void everyAttributeThatChangesAnswersChangesTheHashAndIsNamed() {
        Map<String, LayerGraph> graphs = graphs("Changed", ANSWERS_CHANGE);
        LayerGraph base = graph(graphs, "Base");
        for (int i = 0; i < ANSWERS_CHANGE.size(); i++) {
            List<String> change = ANSWERS_CHANGE.get(i);
            LayerGraph changed = graph(graphs, "Changed" + i);
            assertThat(hash(changed)).as("%s", change).isNotEqualTo(hash(base));
            assertThat(parametersAndShapes(changed)).as("%s", change).isEqualTo(parametersAndShapes(base));
            assertThat(attributes(changed, change.get(2)).get(change.get(3))).as("%s", change).isNotEqualTo(attributes(base, change.get(2)).get(change
                    .get(3)));
        }
    }

    @Test
    void whatOnlyTrainingKnowsDoesNotChangeTheHash() {
        Map<String, LayerGraph> graphs = graphs("Same", ANSWERS_STAY);
        for (int i = 0; i < ANSWERS_STAY.size(); i++) {
            assertThat(hash(graph(graphs, "Same" + i))).as("%s", ANSWERS_STAY.get(i)).isEqualTo(hash(graph(graphs, "Base")));
        }
    }

    @Test
    void attributesAreWrittenAsTheUserReadsThem() {
        LayerGraph base = graph(LayerGraphs.of(MODEL), "Base");
        assertThat(attributes(base, "conv")).isEqualTo(Map.of("filters", "3", "kernel", "(3, 3)", "strides", "(1, 1)", "padding", "SAME", "dilation",
                "(1, 1)", "activation", "RELU", "useBias", "true"));
        assertThat(attributes(base, "normal")).isEqualTo(Map.of("epsilon", "0.001", "center", "true", "scale", "true"));
        assertThat(attributes(base, "joined")).isEqualTo(Map.of("axis", "2"));
        assertThat(attributes(base, "kept")).isEmpty();
    }

    private static Map<String, LayerGraph> graphs(String name, List<List<String>> changes) {
        StringBuilder text = new StringBuilder(MODEL);
        for (int i = 0; i < changes.size(); i++) {
            assertThat(MODEL).contains(changes.get(i).getFirst());
            text.append(MODEL.replace(changes.get(i).getFirst(), changes.get(i).get(1)).replace("interface Base", "interface " + name + i));
        }
        return LayerGraphs.of(text.toString());
    }

    private static LayerGraph graph(Map<String, LayerGraph> graphs, String name) {
        return Objects.requireNonNull(graphs.get(name), name);
    }

    private static String hash(LayerGraph graph) {
        return Architecture.hash(Compilation.of(graph));
    }

    private static Map<String, String> attributes(LayerGraph graph, String layer) {
        return Architecture.attributes(graph.nodes().stream().filter(node -> node.name().equals(layer)).findFirst().orElseThrow());
    }

    private static Map<String, Object> parametersAndShapes(LayerGraph graph) {
        Map<String, Object> all = new LinkedHashMap<>();
        graph.nodes().forEach(node -> all.put(node.name(), node.shape()));
        Compilation.of(graph).arena().places().forEach(place -> all.put(place.parameter().name(), place.parameter().shape()));
        return all;
    }
}
