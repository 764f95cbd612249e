package dev.jacquard.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.jacquard.processor.Compilation.Compiler;
import dev.jacquard.processor.Compilation.Source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is generated for Deeplearning4j. Here only its names are on the class path; the bridge's own tests compile and run the text. */
class Dl4jTest {
    private static final Source LIBRARY = new Source("org/deeplearning4j/nn/conf/MultiLayerConfiguration.java",
            "package org.deeplearning4j.nn.conf; public class MultiLayerConfiguration {}");
    private static final Source BRIDGE = new Source("dev/jacquard/dl4j/Dl4jProgram.java", "package dev.jacquard.dl4j; public class Dl4jProgram {}");

    @TempDir private Path directory;

    private Compilation compiled(Compiler compiler, Source... sources) throws IOException {
        Path written = Files.createDirectories(directory.resolve("written"));
        return Compilation.run(compiler, List.of(new ModelProcessor()), List.of("-proc:only", "-s", written.toString()), List.of(), directory,
                sources);
    }

    private String generated(String name) throws IOException {
        Path file = directory.resolve("written/sample").resolve(name + ".java");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private String generated(String name, Source... sources) throws IOException {
        compiled(Compiler.JAVAC, sources);
        return generated(name);
    }

    /** A method's lines without their indentation. */
    private static String body(String text, String method) {
        int start = text.indexOf(method);
        assertThat(start).as(text).isNotNegative();
        return text.substring(start, text.indexOf("\n    }", start)).lines().map(String::strip).collect(Collectors.joining("\n"));
    }

    @Test
    void aLongSequenceIsNoChainOfCalls() throws IOException {
        String layers = "    @Dense(units = 2) Tensor hidden%d();\n";
        String text = generated("DeepDl4j", LIBRARY, BRIDGE, Source.of("Deep", "@Model interface Deep {\n    @Input(2) Tensor x();\n"
                + IntStream.range(0, 250).mapToObj(layers::formatted).collect(Collectors.joining()) + "}\n"));
        assertThat(body(text, "MultiLayerConfiguration configuration(")).endsWith("""
                NeuralNetConfiguration.ListBuilder builder = new NeuralNetConfiguration.Builder().seed(seed).updater(updater).list();
                layers1(builder);
                layers2(builder);
                return builder.build();""");
        assertThat(text).contains("List<WeightLink> WEIGHTS = Stream.of(weights1(), weights2(), weights3()).flatMap(List::stream).toList();");
    }

    @Test
    void aSequenceOfLayersBecomesAList() throws IOException {
        String text = generated("CnnDl4j", LIBRARY, BRIDGE, Source.of("Cnn", """
                @Model(loss = SPARSE_CATEGORICAL_CROSSENTROPY)
                interface Cnn {
                    @Input({28, 28}) Tensor image();
                    @Reshape({28, 28, 1}) Tensor plane();
                    @Conv2D(filters = 4, kernel = 3, padding = SAME, activation = RELU) Tensor conv();
                    @MaxPooling2D Tensor pooled();
                    @BatchNorm Tensor norm();
                    @Flatten Tensor flat();
                    @Dropout(0.2) Tensor kept();
                    @Dense(units = 10, activation = SOFTMAX, kernelRegularizer = @Regularizer(l2 = 0.001)) Tensor digit();
                }
                """));
        assertThat(body(text, "static MultiLayerConfiguration")).isEqualToIgnoringWhitespace(
                """
                        static MultiLayerConfiguration configuration(IUpdater updater, long seed) {
                                return new NeuralNetConfiguration.Builder()
                                .seed(seed)
                                .updater(updater)
                                .list()
                                .inputPreProcessor(0, new ReshapePreProcessor(28, 28, 1))
                                .layer(new ConvolutionLayer.Builder(3, 3).name("conv").nOut(4).convolutionMode(ConvolutionMode.Same).activation(Activation.RELU).build())
                                .layer(new SubsamplingLayer.Builder(PoolingType.MAX).name("pooled").kernelSize(2, 2).stride(2, 2).build())
                                .layer(new BatchNormalization.Builder().name("norm").decay(0.99).eps(0.001).build())
                                .inputPreProcessor(3, new CnnToFeedForwardPreProcessor(14, 14, 4, CNN2DFormat.NHWC))
                                .layer(new DropoutLayer.Builder(0.8).name("kept").build())
                                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.SPARSE_MCXENT).name("digit").nOut(10).activation(Activation.SOFTMAX).l2(2 * 0.001).build())
                                .setInputType(InputType.feedForward(784))
                                .build();""");
        assertThat(text).contains("WeightLink.convolution(\"conv.kernel\", \"conv\", \"W\")",
                "WeightLink.variance(\"norm.movingVariance\", \"norm\", \"log10stdev\")", "Map.entry(\"flat\", \"norm\")");
    }

    @Test
    void namesThatWireBecomeAGraph() throws IOException {
        String text = generated("ForkDl4j", LIBRARY, BRIDGE, Source.of("Fork", """
                @Model(loss = MEAN_SQUARED_ERROR)
                interface Fork {
                    @Input(4) Tensor x();
                    @Dense(units = 4, activation = TANH) Tensor a(Tensor x);
                    @Add Tensor sum(Tensor a, Tensor x);
                    @Concatenate Tensor both(Tensor sum, Tensor a);
                    @Output @Dense(units = 2) Tensor y(Tensor both);
                    @Output(loss = BINARY_CROSSENTROPY, weight = 0.5) @Dense(units = 1, activation = SIGMOID) Tensor z(Tensor both);
                }
                """));
        assertThat(body(text, "static ComputationGraphConfiguration")).containsIgnoringWhitespaces(
                """
                        .graphBuilder()
                        .addInputs("x")
                        .setInputTypes(InputType.feedForward(4))
                        .addLayer("a", new DenseLayer.Builder().name("a").nOut(4).activation(Activation.TANH).build(), "x")
                        .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "x")
                        .addVertex("both", new MergeVertex(), "sum", "a")
                        .addLayer("y", new OutputLayer.Builder(LossFunctions.LossFunction.MSE).name("y").nOut(2).activation(Activation.IDENTITY).build(), "both")
                        .addLayer("z", new OutputLayer.Builder(Losses.binaryCrossentropy(1, 0.5)).name("z").nOut(1).activation(Activation.SIGMOID).build(), "both")
                        .setOutputs("y", "z")
                        .build();"""
                        .indent(0).stripTrailing());
    }

    @ParameterizedTest
    @EnumSource
    void aLayerThatItLacksIsANoteAndARefusal(Compiler compiler) throws IOException {
        Source model = Source.of("Half", """
                /*!JQ801*/ @Model(loss = MEAN_SQUARED_ERROR)
                interface Half {
                    @Input(4) Tensor x();
                    /*!JQ615*/ @BatchNorm(scale = false) Tensor norm();
                    @Dense(units = 1) Tensor y();
                }
                """);
        Compilation compilation = compiled(compiler, LIBRARY, BRIDGE, model);
        assertThat(compilation.ours().stream().map(Compilation.Said::text))
                .contains("norm: Deeplearning4j has no BatchNorm with a center but no scale,"
                        + " so Half cannot run on engine(DL4J) — define it in other layers if it is to; the other engines run it as it is [JQ615]");
        Expectation.standsAsMarked(compilation, compiler, model);
        assertThat(generated("HalfDl4j")).isEmpty();
        assertThat(generated("HalfNetwork"))
                .contains("case DL4J -> throw new JacquardException(\"Half was asked to run on DL4J, but Deeplearning4j has no BatchNorm");
    }

    @Test
    void withoutItNothingMentionsIt() throws IOException {
        String model = """
                @Model(loss = MEAN_SQUARED_ERROR)
                interface Plain {
                    @Input(4) Tensor x();
                    @Dense(units = 1) Tensor y();
                }
                """;
        assertThat(generated("PlainNetwork", Source.of("Plain", model))).doesNotContain("dev.jacquard.dl4j")
                .contains("case DL4J -> throw new JacquardException(\"Plain was asked to run on DL4J, but it was compiled without Deeplearning4j");
        assertThat(generated("PlainDl4j")).isEmpty();
    }
}
