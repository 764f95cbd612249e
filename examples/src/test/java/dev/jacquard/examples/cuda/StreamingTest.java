package dev.jacquard.examples.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import java.util.function.BiFunction;

import dev.jacquard.cuda.EmulatedCard;
import dev.jacquard.cuda.EmulatedCard.Pace;
import dev.jacquard.cuda.Gpu;
import dev.jacquard.cuda.LibraryChoice;
import dev.jacquard.cuda.OutOfDeviceMemoryException;
import dev.jacquard.network.Description;
import dev.jacquard.network.Engine;
import dev.jacquard.network.Initializers;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.Parameters;
import dev.jacquard.network.Precision;
import dev.jacquard.network.Program;
import dev.jacquard.network.Samples;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;
import dev.jacquard.network.UpdateRule;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Training on a card whose memory is too small: rows are streamed with the numbers of rows that stay, and where even a batch is too much, the advice
 * holds.
 */
class StreamingTest {
    private static final NetworkSettings CPU = new NetworkSettings(Engine.CPU, 5, 1);
    private static final NetworkSettings EXACT = new NetworkSettings(Engine.CUDA, 5, 1, Precision.EXACT);
    private static final TrainingSettings ADAM = TrainingSettings.of(new UpdateRule.Adam(0.9, 0.999, 1e-7, 0), 4, 77);
    private static final long LARGE = 1L << 32;
    private final Arena arena = Arena.ofShared();

    @BeforeEach
    void compilerIsThere() {
        assumeTrue(EmulatedCard.possible(), "g++ is not installed");
    }

    @AfterEach
    void release() {
        arena.close();
    }

    private static Parameters parameters(Description description) {
        return Initializers.initial(description, 5);
    }

    /** What a program takes of its card by itself. */
    private static long taken(Description description, BiFunction<Parameters, Gpu, Program> create) {
        Gpu gpu = EmulatedCard.open(LARGE, Pace.LATE);
        try (Program _ = create.apply(parameters(description), gpu)) {
            return LARGE - gpu.driver().freeMemory();
        }
    }

    /** What training needs for rows that do not stay on the card, as the exception says it that comes when nothing of it is there. */
    private static long needed(Description description, BiFunction<Parameters, Gpu, Program> create, TrainingSettings settings, Samples samples) {
        long memory = taken(description, create);
        try (Program program = create.apply(parameters(description), EmulatedCard.open(memory, Pace.LATE))) {
            program.training(settings, samples).close();
            throw new AssertionError("there was memory");
        } catch (OutOfDeviceMemoryException e) {
            return memory + e.asked();
        }
    }

    /** Three runs, each a pass: parameters and the sums of losses. */
    private record Trained(float[] parameters, double loss, double lastLoss, double accuracy) {
        static Trained by(Program program, TrainingSettings settings, Samples samples) {
            try (program; Training training = program.training(settings, samples)) {
                Totals totals = new Totals(1);
                int[] order = new Random(9).ints(50, 0, samples.size()).toArray();
                float[] rates = new float[9];
                Arrays.fill(rates, 0.01f);
                training.run(order, 0, 35, 0, rates, totals);
                training.run(order, 35, 38, 1, rates, totals);
                training.run(order, 38, 50, 2, rates, totals);
                program.synchronize();
                return new Trained(program.parameters().memory().toArray(ValueLayout.JAVA_FLOAT), totals.loss(), totals.lastLoss(), totals.accuracy(
                        0));
            }
        }

        void isCloseTo(Trained expected) {
            assertThat(parameters).containsExactly(expected.parameters, within((float) SmallSet.CLOSE));
            assertThat(loss).isCloseTo(expected.loss, within(SmallSet.CLOSE));
            assertThat(lastLoss).isCloseTo(expected.lastLoss, within(SmallSet.CLOSE));
            assertThat(accuracy).isCloseTo(expected.accuracy, within(1e-6));
        }

        void isSameAs(Trained expected) {
            assertThat(parameters).isEqualTo(expected.parameters);
            assertThat(loss).isEqualTo(expected.loss);
            assertThat(lastLoss).isEqualTo(expected.lastLoss);
            assertThat(accuracy).isEqualTo(expected.accuracy);
        }
    }

    @ParameterizedTest
    @EnumSource
    void streamedRowsTrainWithTheBitsOfRowsThatStay(Pace pace) {
        Description description = SmallGraphNetwork.DESCRIPTION;
        Samples samples = SmallSet.of(arena, 3000, 126, -3);
        Trained resident = Trained.by(new SmallGraphCuda(parameters(description), EmulatedCard.open()), ADAM, samples);
        long least = needed(description, SmallGraphCuda::new, ADAM, samples);
        // Chunks of one step, then of eight.
        for (long more : new long[] {0, 80_000}) {
            Trained.by(new SmallGraphCuda(parameters(description), EmulatedCard.open(least + more, pace)), ADAM, samples).isSameAs(resident);
        }
        resident.isCloseTo(Trained.by(new SmallGraphCpu(parameters(description), CPU), ADAM, samples));
    }

    @ParameterizedTest
    @EnumSource
    void streamedRowsTrainThroughTheLibraries(Pace pace) {
        Description description = SmallGraphNetwork.DESCRIPTION;
        Samples samples = SmallSet.of(arena, 60, 126, -3);
        System.setProperty("jacquard.cuda.stream", "true");
        System.setProperty("jacquard.cuda.libraries", "always");
        try {
            SmallGraphCuda program = new SmallGraphCuda(parameters(description), EXACT, EmulatedCard.open(LARGE, pace));
            // Eight whole batches in one graph and a smaller one behind them, a smaller one alone, three whole ones.
            Trained.by(program, ADAM, samples).isCloseTo(Trained.by(new SmallGraphCpu(parameters(description), CPU), ADAM, samples));
            assertThat(program.libraryChoices()).anyMatch(LibraryChoice::taken);
        } finally {
            System.clearProperty("jacquard.cuda.stream");
            System.clearProperty("jacquard.cuda.libraries");
        }
    }

    @ParameterizedTest
    @EnumSource
    void bytesWithAnOffsetAreStreamedAsBytes(Pace pace) {
        Description description = SmallChainNetwork.DESCRIPTION;
        Samples samples = SmallSet.of(arena, 3000, 20, 4, -0.5f);
        long least = needed(description, SmallChainCuda::new, ADAM, samples);
        Trained cpu = Trained.by(new SmallChainCpu(parameters(description), CPU), ADAM, samples);
        Trained.by(new SmallChainCuda(parameters(description), EmulatedCard.open(least + 1500, pace)), ADAM, samples).isCloseTo(cpu);
        // On the card they are floats for the persistent kernel.
        Trained.by(new SmallChainCuda(parameters(description), EmulatedCard.open(LARGE, pace)), ADAM, samples).isCloseTo(cpu);
    }

    @ParameterizedTest
    @EnumSource
    void rowsThatDifferFromPassToPassAreStreamedWhateverTheRoom(Pace pace) {
        Description description = SmallGraphNetwork.DESCRIPTION;
        Samples samples = SmallSet.of(arena, 120, 126, -3).computed();
        Trained.by(new SmallGraphCuda(parameters(description), EmulatedCard.open(LARGE, pace)), ADAM, samples).isCloseTo(Trained.by(
                new SmallGraphCpu(parameters(description), CPU), ADAM, samples));
    }

    @Test
    void aRowThatCannotBeReadLeavesTrainingUsable() {
        Description description = SmallGraphNetwork.DESCRIPTION;
        Samples samples = SmallSet.of(arena, 40, 126, -3).computed();
        float[] rates = new float[10];
        try (Program program = new SmallGraphCuda(parameters(description), EmulatedCard.open());
                Training training = program.training(ADAM, samples)) {
            assertThatThrownBy(() -> training.run(new int[] {1, 2, 3, 4, 5, 6, 7, 40}, 0, 8, 0, rates, new Totals(1))).isInstanceOf(
                    IndexOutOfBoundsException.class);
            Totals totals = new Totals(1);
            training.run(new int[] {1, 2, 3, 4, 5, 6, 7, 39}, 0, 8, 0, rates, totals);
            assertThat(totals.rows()).isEqualTo(8);
            assertThat(totals.loss()).isBetween(0.1, 10.0);
        }
    }

    @Test
    void aBatchThatIsTooLargeIsExplainedAndTheAdvisedOneTrains() {
        Description description = SmallGraphNetwork.DESCRIPTION;
        Samples samples = SmallSet.of(arena, 300, 126, -3);
        Gpu gpu = EmulatedCard.open(1 << 20, Pace.LATE);
        try (Program program = new SmallGraphCuda(parameters(description), gpu)) {
            long free = gpu.driver().freeMemory();
            OutOfDeviceMemoryException failure = refused(program, 1000, samples);
            assertThat(gpu.driver().freeMemory()).as("everything is given back").isEqualTo(free);
            int advised = failure.rowsThatFit();
            assertThat(failure).hasMessageContaining("training SmallGraph in batches of 1000 needs ").hasMessageContaining("values of a batch ")
                    .hasMessageContaining("gradients and the optimizer's state ").hasMessageContaining("of its 1024 KB only ")
                    .hasMessageContaining("a batch of " + advised + " rows would fit");
            assertThat(failure.free()).isEqualTo(free);
            assertThat(failure.asked()).isGreaterThan(free);
            assertThat(advised).isBetween(20, 500);
            train(program, advised, samples);
            // Careful by 1/256 of the memory, not more.
            refused(program, advised + 2, samples);
            train(program, advised, samples);
            assertThat(gpu.driver().freeMemory()).isEqualTo(free);
        }
    }

    private static OutOfDeviceMemoryException refused(Program program, int batch, Samples samples) {
        TrainingSettings settings = TrainingSettings.of(ADAM.rule(), batch, 1);
        try (Training _ = program.training(settings, samples)) {
            throw new AssertionError("a batch of " + batch + " fitted");
        } catch (OutOfDeviceMemoryException e) {
            return e;
        }
    }

    private static void train(Program program, int batch, Samples samples) {
        try (Training training = program.training(TrainingSettings.of(ADAM.rule(), batch, 1), samples)) {
            Totals totals = new Totals(1);
            training.run(new int[batch], 0, batch, 0, new float[1], totals);
            assertThat(totals.rows()).isEqualTo(batch);
        }
    }

    @Test
    void aCardThatHoldsNoBatchAtAllIsSaidSo() {
        Description description = SmallGraphNetwork.DESCRIPTION;
        long memory = taken(description, SmallGraphCuda::new) + 1000;
        try (Program program = new SmallGraphCuda(parameters(description), EmulatedCard.open(memory, Pace.LATE))) {
            OutOfDeviceMemoryException failure = refused(program, 4, SmallSet.of(arena, 30, 126, -3));
            assertThat(failure).hasMessageContaining("not even a batch of one row would fit");
            assertThat(failure.rowsThatFit()).isZero();
        }
    }

    @Test
    void tooManyRowsAtOnceAreExplainedAndTheAdvisedNumberRuns() {
        Description description = SmallGraphNetwork.DESCRIPTION;
        Samples samples = SmallSet.of(arena, 3000, 126, -3);
        int[] order = new int[3000];
        Gpu gpu = EmulatedCard.open(1 << 20, Pace.LATE);
        try (Program program = new SmallGraphCuda(parameters(description), gpu)) {
            program.infer(samples, order, 0, 3, null);
            OutOfDeviceMemoryException failure = catchThrowableOfType(OutOfDeviceMemoryException.class,
                    () -> program.infer(samples, order, 0, 3000, null));
            int advised = failure.rowsThatFit();
            assertThat(failure).hasMessageContaining("running SmallGraph on 3000 rows at once needs ").hasMessageContaining("a call of " + advised
                    + " rows would fit");
            assertThat(advised).isBetween(20, 2999);
            program.infer(samples, order, 0, advised, new Totals(1));
            assertThat(program.output(0).byteSize()).isEqualTo(12L * advised);
            assertThatThrownBy(() -> program.inspect(samples, order, 0, 3000)).isInstanceOf(OutOfDeviceMemoryException.class);
            program.infer(samples, order, 0, 2, null);
            assertThat(program.output(0).byteSize()).isEqualTo(24);
        }
        assertThat(gpu.driver().freeMemory()).as("everything is given back").isEqualTo(1 << 20);
    }
}
