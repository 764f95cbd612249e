package dev.jacquard.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs the command line as a user does: every engine in a JVM of its own. */
class BenchmarksTest {
    @TempDir private static Path data;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    static void writeData() {
        SyntheticImages.write(data, 700, 200);
    }

    private int run(String... arguments) {
        return Benchmarks.run(new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8), arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void everyEngineLearnsTheConvolutionalNetwork(EngineKind engine) {
        int exit = run("cnn", "--engine", engine.label(), "--batch", "16", "--threads", "1", "--epochs", "2", "--data", data.toString());

        assertThat(exit).isZero();
        Result.Trained result = (Result.Trained) Result.parse(out().lines().toList().getLast());
        assertThat(result).extracting(Result.Trained::workload, Result.Trained::engine, Result.Trained::batch, Result.Trained::threads)
                .containsExactly(Workload.CNN, engine.label(), 16, 1);
        assertThat(result.testAccuracy()).isGreaterThan(0.9);
        assertThat(result.msPerStep()).isPositive();
        assertThat(out()).containsPattern("FMA peak: [0-9.]+ GFLOPS with 1 thread\\R" + engine.label() + " reached [0-9.]+ GFLOPS, [0-9.]+ % of it");
    }

    @Test
    void aComparisonRunsAllEnginesInTurnAndDividesByTheFirst() {
        int exit = run("mlp", "--compare", "--batch", "32", "--threads", "1", "--epochs", "2", "--steps", "20", "--data", data.toString());

        assertThat(exit).isZero();
        List<String> lines = out().lines().toList();
        List<Result> results = lines.stream().limit(EngineKind.values().length).map(Result::parse).toList();
        assertThat(results).extracting(Result::engine).containsExactlyElementsOf(EngineKind.labels());
        assertThat(results).allSatisfy(result -> assertThat(((Result.Trained) result).testAccuracy()).isGreaterThan(0.9));
        assertThat(out()).endsWith(Comparison.table(results).lines().toList().getLast() + System.lineSeparator());
        assertThat(lines).anyMatch(line -> line.startsWith(EngineKind.labels().getFirst()) && line.endsWith(" 1.00×"));
    }

    @ParameterizedTest
    @EnumSource
    void everyEnginePredictsSingleSamples(EngineKind engine) {
        int exit = run("mlp", "--predict", "--engine", engine.label(), "--threads", "1", "--data", data.toString());

        assertThat(exit).isZero();
        assertThat(Result.parse(out().lines().toList().getLast())).isInstanceOfSatisfying(Result.Predicted.class, result -> {
            assertThat(result.engine()).isEqualTo(engine.label());
            assertThat(result.micros()).isPositive();
        });
    }

    @Test
    void anUnknownWorkloadIsAnsweredWithTheNearestName() {
        assertThat(run("mpl")).isEqualTo(2);
        assertThat(err()).contains("Unknown workload 'mpl': did you mean 'mlp'? known are mlp, cnn");
    }

    @Test
    void aWorkloadThatWillComeIsAnsweredWithTheOnesThatAreThere() {
        assertThat(run("lstm")).isEqualTo(2);
        assertThat(err()).contains("The workload 'lstm' is not there yet, it needs recurrent layers: use mlp or cnn");
    }

    @Test
    void anUnknownEngineIsAnsweredWithTheNearestName() {
        assertThat(run("mlp", "--engine", "torch")).isEqualTo(2);
        assertThat(err()).contains("Unknown engine 'torch': did you mean 'libtorch'? known are " + String.join(", ", EngineKind.labels()));
    }

    @Test
    void anUnknownOptionIsAnsweredWithTheNearestOne() {
        assertThat(run("mlp", "--thread", "2")).isEqualTo(2);
        assertThat(err()).contains("--threads");
    }

    @Test
    void aBatchOfNothingIsRefused() {
        assertThat(run("mlp", "--batch", "0")).isEqualTo(2);
        assertThat(err()).contains("'--batch'").contains("'0' is less than 1");
    }

    @Test
    void aMissingFolderIsNamed() {
        assertThat(run("mlp", "--in-process", "--data", "no-such-folder")).isEqualTo(1);
        assertThat(err()).contains("no-such-folder").contains("train-images-idx3-ubyte");
    }
}
