package dev.jacquard.processor.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.jacquard.processor.LayerGraphs;
import dev.jacquard.processor.graph.LayerGraph;

import org.junit.jupiter.api.Test;

/** Parameter counts and shapes are those that Keras prints for the same models. */
class CostTest {
    private static final Map<String, LayerGraph> GRAPHS = LayerGraphs.of("""
            @Model(loss = SPARSE_CATEGORICAL_CROSSENTROPY) interface MnistCnn {
                @Input({28, 28, 1}) Tensor image();
                @Conv2D(filters = 32, kernel = 3, activation = RELU) Tensor first();
                @MaxPooling2D Tensor smaller();
                @Conv2D(filters = 64, kernel = 3, activation = RELU) Tensor second();
                @MaxPooling2D Tensor smallest();
                @Flatten Tensor features();
                @Dense(units = 128, activation = RELU) Tensor hidden();
                @Dense(units = 10, activation = SOFTMAX) Tensor digit();
            }
            @Model(loss = BINARY_CROSSENTROPY) interface PhotoCnn {
                @Input({150, 150, 3}) Tensor image();
                @Conv2D(filters = 32, kernel = 3, activation = RELU) Tensor c1();
                @MaxPooling2D Tensor p1();
                @Conv2D(filters = 64, kernel = 3, activation = RELU) Tensor c2();
                @MaxPooling2D Tensor p2();
                @Conv2D(filters = 128, kernel = 3, activation = RELU) Tensor c3();
                @MaxPooling2D Tensor p3();
                @Flatten Tensor features();
                @Dense(units = 512, activation = RELU) Tensor hidden();
                @Dense(units = 1, activation = SIGMOID) Tensor dog();
            }
            @Model(loss = BINARY_CROSSENTROPY) interface Autoencoder {
                @Input({784}) Tensor image();
                @Dense(units = 32, activation = RELU) Tensor code();
                @Dense(units = 784, activation = SIGMOID) Tensor copy();
            }
            @Model(loss = MEAN_SQUARED_ERROR) interface Mixed {
                @Input({9, 7, 3}) Tensor image();
                @Conv2D(filters = 4, kernel = {3, 2}, strides = 2, useBias = false) Tensor strided(Tensor image);
                @Conv2D(filters = 4, kernel = {3, 2}, strides = {2, 3}, padding = SAME) Tensor same(Tensor image);
                @Conv2D(filters = 5, kernel = 3, dilation = 2) Tensor dilated(Tensor image);
                @BatchNorm Tensor norm(Tensor dilated);
                @BatchNorm(scale = false) Tensor shift(Tensor norm);
                @AveragePooling2D(value = {3, 2}, strides = {2, 1}, padding = SAME) Tensor mean(Tensor shift);
                @MaxPooling2D({2, 3}) Tensor max(Tensor mean);
                @Reshape({-1}) Tensor a(Tensor strided);
                @Flatten Tensor b(Tensor same);
                @Flatten Tensor c(Tensor max);
                @Concatenate Tensor all(Tensor a, Tensor b, Tensor c);
                @Dense(units = 2) Tensor y(Tensor all);
                @Add @Output Tensor twice(Tensor y, Tensor z);
                @Dense(units = 2, useBias = false) Tensor z(Tensor all);
            }
            """);

    private static LayerGraph graph(String name) {
        return GRAPHS.get(name);
    }

    private static List<String> shapes(LayerGraph graph) {
        return graph.nodes().stream().map(node -> node.name() + " " + node.shape()).toList();
    }

    private static Map<String, Long> parameters(LayerGraph graph) {
        return graph.nodes().stream().filter(node -> Cost.parameters(node) > 0).collect(Collectors.toMap(node -> node.name(), Cost::parameters));
    }

    @Test
    void parametersOfTheTutorialNets() {
        assertThat(Cost.parameters(graph("MnistCnn"))).isEqualTo(225_034);
        assertThat(Cost.parameters(graph("PhotoCnn"))).isEqualTo(19_034_177);
        assertThat(Cost.parameters(graph("Autoencoder"))).isEqualTo(50_992);
        assertThat(Cost.parameterBytes(graph("Autoencoder"))).isEqualTo(4 * 50_992);
    }

    @Test
    void shapesFollowWindowsStridesPaddingAndDilation() {
        assertThat(shapes(graph("MnistCnn"))).containsExactly("image (28, 28, 1)", "first (26, 26, 32)", "smaller (13, 13, 32)",
                "second (11, 11, 64)", "smallest (5, 5, 64)", "features (1600)", "hidden (128)", "digit (10)");
        assertThat(shapes(graph("Mixed"))).contains("strided (4, 3, 4)", "same (5, 3, 4)", "dilated (5, 3, 5)", "norm (5, 3, 5)",
                "mean (3, 3, 5)", "max (1, 1, 5)", "a (48)", "b (60)", "c (5)", "all (113)", "twice (2)");
    }

    @Test
    void parametersOfEachLayer() {
        assertThat(parameters(graph("Mixed"))).isEqualTo(Map.of("strided", 72L, "same", 76L, "dilated", 140L, "norm", 20L, "shift", 15L, "y", 228L,
                "z", 226L));
        long trainable = graph("Mixed").nodes().stream().mapToLong(Cost::trainable).sum();
        assertThat(trainable).isEqualTo(72 + 76 + 140 + 10 + 5 + 228 + 226);
    }

    @Test
    void layersComeAfterTheLayersTheyRead() {
        List<String> seen = new ArrayList<>();
        graph("Mixed").nodes().forEach(node -> {
            node.inputs().forEach(input -> assertThat(seen).contains(input.name()));
            seen.add(node.name());
        });
        assertThat(seen).hasSize(15);
    }

    @Test
    void operationsOfEachLayer() {
        Map<String, Long> flops = graph("Mixed").nodes().stream().collect(Collectors.toMap(node -> node.name(), Cost::flops));
        assertThat(flops).containsEntry("strided", 48L * 2 * 18).containsEntry("same", 60L * (2 * 18 + 1))
                .containsEntry("dilated", 75L * (2 * 27 + 1))
                .containsEntry("norm", 150L).containsEntry("mean", 45L * 6).containsEntry("max", 5L * 5).containsEntry("all", 0L)
                .containsEntry("twice", 2L).containsEntry("z", 2L * 2 * 113);
        assertThat(Cost.flops(graph("Autoencoder"))).isEqualTo(32 * (2 * 784 + 1 + 1) + 784 * (2 * 32 + 1 + 4));
    }

    @Test
    void valuesAreCountedWhileTheyAreAlive() {
        assertThat(Cost.activationBytes(graph("Autoencoder"))).isEqualTo(4 * (784 + 32));
        assertThat(Cost.activationBytes(graph("MnistCnn"))).isEqualTo(4 * (26 * 26 * 32 + 13 * 13 * 32));
    }
}
