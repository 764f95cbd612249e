package dev.jacquard.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import dev.jacquard.JacquardException;
import dev.jacquard.cuda.kernel.KernelText;
import dev.jacquard.network.Column;
import dev.jacquard.network.Samples;
import dev.jacquard.network.Shape;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;
import dev.jacquard.network.UpdateRule;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a program compiles, which way it trains, and what it refuses, on a card that only writes down what it is asked. */
class CudaProgramTest {
    private static final TrainingSettings SGD = TrainingSettings.of(new UpdateRule.Sgd(0, false), 2, 1);
    private static final TrainingSettings ADAM = TrainingSettings.of(new UpdateRule.Adam(0.9, 0.999, 1e-7, 0), 2, 1);
    private final RecordingDriver driver = new RecordingDriver();
    private final List<String> compiled = new ArrayList<>();
    private final Arena arena = Arena.ofShared();
    /** What the compiler does with a text. */
    private Consumer<String> refusing = _ -> {
    };

    private final KernelCompiler compiler = new KernelCompiler() {
        @Override
        public String version() {
            return "none";
        }

        @Override
        public byte[] compile(String name, String source, List<String> options) {
            compiled.add(source);
            refusing.accept(source);
            return new byte[] {1};
        }
    };

    private record Given(int size, List<Column> inputs, List<Column> targets) implements Samples {
    }

    /** What is said of the network on the error stream meanwhile. */
    private static List<String> said(Runnable work) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("Tiny")).toList();
    }

    @BeforeEach
    void aCardWithMemory() {
        driver.freeBytes = 1 << 24;
        driver.sizes = new int[] {60_000, 4096, 256};
    }

    @AfterEach
    void everythingIsGivenBack() {
        arena.close();
        assertThat(driver.memory).isEmpty();
        assertThat(driver.pinned).isEmpty();
    }

    private TinyCuda tiny(long width) {
        return new TinyCuda(new Gpu(driver, compiler, new CubinCache(null), 0), width);
    }

    private Samples samples(int rows) {
        MemorySegment numbers = arena.allocate(4L * rows, 64);
        Column column = new Column.Floats(numbers, rows, Shape.of(1));
        return new Given(rows, List.of(column), List.of(column));
    }

    /** Ten steps; whether they were one launch of the persistent kernel. */
    private boolean trainsPersistently(CudaProgram program, TrainingSettings settings) {
        driver.calls.clear();
        try (Training training = program.training(settings, samples(20))) {
            training.run(IntStream.range(0, 20).toArray(), 0, 20, 0, new float[10], new Totals(1));
        }
        boolean persistent = driver.calls.stream().anyMatch(call -> call.endsWith("cooperative"));
        assertThat(driver.calls.contains("launch graph")).isEqualTo(!persistent);
        return persistent;
    }

    @Test
    void operationsAreCompiledOnceForPredictionsAndEveryRule() {
        try (TinyCuda program = tiny(1)) {
            program.infer(samples(4), new int[4], 0, 4, null);
            for (TrainingSettings settings : List.of(SGD, ADAM)) {
                try (Training training = program.training(settings, samples(20))) {
                    training.run(new int[2], 0, 2, 0, new float[1], new Totals(1));
                }
            }
        }
        assertThat(compiled).filteredOn(text -> text.contains(KernelText.OPERATIONS.text())).hasSize(1);
        assertThat(compiled).filteredOn(text -> text.contains("KERNEL update_parameters")).hasSize(2).allSatisfy(text -> assertThat(text)
                .doesNotContain(KernelText.OPERATIONS.text()));
    }

    @Test
    void moreRowsThanKernelsCountNumbersForAreRefusedBeforeMemoryIsAskedFor() {
        try (TinyCuda program = tiny(1 << 28)) {
            driver.calls.clear();
            assertThatThrownBy(() -> program.infer(samples(8), new int[8], 0, 8, null)).isInstanceOf(CudaException.class).hasMessage(
                    "8 rows of Tiny at once make a value of 2147483648 numbers, but kernels count to 2147483647: take 7 rows or fewer");
            assertThatThrownBy(() -> program.inspect(samples(8), new int[8], 0, 8)).isInstanceOf(CudaException.class).hasMessageContaining("7 rows");
            assertThatThrownBy(() -> program.training(TrainingSettings.of(ADAM.rule(), 9, 1), samples(20))).isInstanceOf(CudaException.class)
                    .hasMessageContaining("9 rows of Tiny");
            assertThat(driver.calls).doesNotContain("create memory");
        }
    }

    @Test
    void aChainTrainsInItsPersistentKernel() {
        try (TinyCuda program = tiny(1)) {
            assertThat(said(() -> assertThat(trainsPersistently(program, ADAM)).isTrue())).isEmpty();
        }
    }

    private void trainsByGraphs(String reason) {
        try (TinyCuda program = tiny(1)) {
            assertThat(said(() -> assertThat(trainsPersistently(program, ADAM)).isFalse())).singleElement().asString().startsWith(
                    "Tiny trains by graphs of steps, not in one kernel: ").contains(reason);
        }
    }

    @Test
    void aCardWithoutAsynchronousCopiesTrainsByGraphs() {
        driver.attributes.put(Driver.CAPABILITY_MAJOR, 7);
        driver.attributes.put(Driver.CAPABILITY_MINOR, 5);
        trainsByGraphs("compute capability 8.0 is needed, Recorder has 7.5");
        assertThat(compiled).noneMatch(text -> text.contains(KernelText.DENSE_CHAIN.text()));
    }

    @Test
    void aCardWithoutCooperativeLaunchesTrainsByGraphs() {
        driver.attributes.put(Driver.COOPERATIVE_LAUNCH, 0);
        trainsByGraphs("Recorder cannot run all blocks of a kernel at once");
    }

    @Test
    void blocksThatDoNotFitTheCardTogetherTrainByGraphs() {
        driver.blocksPerMultiprocessor = 0;
        trainsByGraphs("1 blocks must run at once, Recorder holds 0");
    }

    @Test
    void tooLittleSharedMemoryMeansGraphs() {
        driver.sizes = new int[] {300_000, 4096, 256};
        trainsByGraphs("300000 bytes of shared memory");
    }

    @Test
    void aKernelThatDoesNotCompileMeansGraphs() {
        refusing = text -> {
            if (text.contains(KernelText.DENSE_CHAIN.text())) {
                throw new CudaException("it does not compile");
            }
        };
        trainsByGraphs("it does not compile");
    }

    @Test
    void thePropertyTurnsThePersistentKernelOff() {
        System.setProperty(CudaTraining.PERSISTENT, "never");
        try (TinyCuda program = tiny(1)) {
            assertThat(trainsPersistently(program, ADAM)).isFalse();
            System.setProperty(CudaTraining.PERSISTENT, "auto");
            assertThat(trainsPersistently(program, ADAM)).isTrue();
            System.setProperty(CudaTraining.PERSISTENT, "perhaps");
            assertThatThrownBy(() -> program.training(ADAM, samples(20))).isInstanceOf(JacquardException.class).hasMessage(
                    "-Djacquard.cuda.persistent=perhaps: the values are auto and never");
        } finally {
            System.clearProperty(CudaTraining.PERSISTENT);
        }
    }
}
