package dev.jacquard.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.tools.Diagnostic;

import dev.jacquard.data.Dataset;
import dev.jacquard.network.Network;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.NetworkSpec;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;
import dev.jacquard.network.UpdateRule;
import dev.jacquard.processor.Compilation.Compiler;
import dev.jacquard.processor.Compilation.Source;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Java limits methods to 64 KB and classes to 65,535 constants, and compilers go down into every link of a chain of calls: models may be deep. */
class LargeModelsTest {
    private static final int ROWS = 4;

    @TempDir private Path directory;

    @ParameterizedTest
    @EnumSource
    void fiveHundredDenseLayersTrain(Compiler compiler) throws IOException, ReflectiveOperationException {
        String layers = IntStream.range(0, 500).mapToObj("    @Dense(units = 6, activation = TANH) Tensor hidden%d();\n"::formatted)
                .collect(Collectors.joining());
        trains(compiler, "    @Input(5) Tensor x();\n" + layers, 5);
    }

    @ParameterizedTest
    @EnumSource
    void sixtyResidualBlocksTrain(Compiler compiler) throws IOException, ReflectiveOperationException {
        String blocks = IntStream.range(0, 60).mapToObj("    Residual block%d();\n"::formatted).collect(Collectors.joining());
        trains(compiler, """
                    @Block interface Residual {
                        @Input Tensor x();
                        @Conv2D(filters = 3, kernel = 3, padding = SAME) Tensor conv();
                        @BatchNorm Tensor norm();
                        @Activate(RELU) Tensor active();
                        @Conv2D(filters = 3, kernel = 3, padding = SAME) Tensor second();
                        @BatchNorm Tensor secondNorm();
                        @Add Tensor sum(Tensor secondNorm, Tensor x);
                    }
                    @Input({5, 4, 2}) Tensor image();
                    @Conv2D(filters = 3, kernel = 3, padding = SAME) Tensor stem();
                """ + blocks + "    @Flatten Tensor flat();\n", 5 * 4 * 2);
    }

    /** Compiles a model of these layers and one that chooses between three classes, and does a step. */
    private void trains(Compiler compiler, String layers, int width) throws IOException, ReflectiveOperationException {
        Source source = Source.of("Deep", "@Model(loss = SPARSE_CATEGORICAL_CROSSENTROPY) public interface Deep {\n" + layers
                + "    @Dense(units = 3, activation = SOFTMAX) Tensor y();\n}\n");
        Compilation compilation = Compilation.run(compiler, List.of(new ModelProcessor()), List.of("-Ajacquard.notes=false"), List.of(), directory,
                source);
        assertThat(compilation.said()).as("%s", compilation.printed()).noneMatch(said -> said.kind() == Diagnostic.Kind.ERROR);
        assertThat(compilation.success()).isTrue();
        NetworkSettings settings = NetworkSpec.settings(n -> n.threads(2).seed(1));
        try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.resolve("classes").toUri().toURL()}, getClass().getClassLoader());
                Network network = (Network) loader.loadClass("sample.DeepNetwork").getMethod("create", NetworkSettings.class).invoke(null,
                        settings)) {
            step(network, width);
        }
    }

    private static void step(Network network, int width) {
        float[][] rows = new float[ROWS][width];
        for (int i = 0; i < ROWS * width; i++) {
            rows[i / width][i % width] = i % 7 - 3;
        }
        String input = network.description().inputs().getFirst().name();
        Dataset data = Dataset.of(d -> d.input(input, rows).labels("y", new int[] {0, 1, 2, 1}));
        Totals totals = new Totals(1);
        float[] before = network.parameters().get("y.bias");
        try (Training training = network.program().training(TrainingSettings.of(new UpdateRule.Sgd(0, false), ROWS, 1), data)) {
            training.run(IntStream.range(0, ROWS).toArray(), 0, ROWS, 0, new float[] {0.1f}, totals);
        }
        assertThat(totals.lastLoss()).isFinite().isPositive();
        assertThat(network.parameters().get("y.bias")).isNotEqualTo(before);
    }
}
