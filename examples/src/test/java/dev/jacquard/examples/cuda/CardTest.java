package dev.jacquard.examples.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import dev.jacquard.cuda.CudaProgram;
import dev.jacquard.cuda.Gpu;
import dev.jacquard.cuda.LibraryChoice;
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
import org.junit.jupiter.api.Test;

/** The same numbers on the CPU and on a card: outputs, every layer's value, gradients, parameters and optimizer state after some steps. */
abstract class CardTest {
    static final NetworkSettings CPU = new NetworkSettings(Engine.CPU, 5, 1);
    static final NetworkSettings EXACT = new NetworkSettings(Engine.CUDA, 5, 1, Precision.EXACT);
    private static final double CLOSE = SmallSet.CLOSE;
    final Arena arena = Arena.ofShared();

    /** Opens the card, on which libraries do nothing. */
    abstract Gpu open();

    /** Opens the card, on which libraries do everything they can. */
    abstract Gpu openWithLibraries();

    @AfterEach
    void release() {
        arena.close();
    }

    @Test
    void aChainTrainsInItsPersistentKernelAsOnTheCpu() {
        compare(SmallChainNetwork.DESCRIPTION, p -> new SmallChainCpu(p, CPU), p -> new SmallChainCuda(p, open()),
                SmallSet.of(arena, 23, 20, 4),
                TrainingSettings.of(new UpdateRule.Adam(0.9, 0.999, 1e-7, 0), 4, 77), 23);
    }

    @Test
    void aChainTrainsStepByStepAsOnTheCpu() {
        compare(SmallChainNetwork.DESCRIPTION, p -> new SmallChainCpu(p, CPU), p -> new SmallChainCuda(p, open()),
                SmallSet.of(arena, 23, 20, 4),
                TrainingSettings.of(new UpdateRule.Sgd(0.9, true), 9, 77), 23);
    }

    @Test
    void aBatchThatDoesNotFitThePersistentKernelIsTrainedStepByStep() {
        compare(SmallChainNetwork.DESCRIPTION, p -> new SmallChainCpu(p, CPU), p -> new SmallChainCuda(p, open()),
                SmallSet.of(arena, 40, 20, 4),
                new TrainingSettings(new UpdateRule.RmsProp(0.9, 0, 1e-7, false), 4, 77, 0, 0, 0.05), 40);
    }

    @Test
    void aGraphOfConvolutionsTrainsAsOnTheCpu() {
        compare(SmallGraphNetwork.DESCRIPTION, p -> new SmallGraphCpu(p, CPU), p -> new SmallGraphCuda(p, open()),
                SmallSet.of(arena, 11, 126, -3),
                TrainingSettings.of(new UpdateRule.Adam(0.9, 0.999, 1e-7, 0.01), 4, 78), 11);
    }

    @Test
    void aGraphOfConvolutionsTrainsThroughTheLibrariesAsOnTheCpu() {
        graphThroughTheLibraries();
    }

    @Test
    void productsAndConvolutionsWithEveryEpilogueTrainThroughTheLibrariesAsOnTheCpu() {
        productsThroughTheLibraries();
    }

    /** What was decided between kernels and libraries meanwhile. */
    final List<LibraryChoice> graphThroughTheLibraries() {
        AtomicReference<CudaProgram> used = new AtomicReference<>();
        compare(SmallGraphNetwork.DESCRIPTION, p -> new SmallGraphCpu(p, CPU), p -> kept(used, new SmallGraphCuda(p, EXACT, openWithLibraries())),
                SmallSet.of(arena, 11, 126, -3), TrainingSettings.of(new UpdateRule.Adam(0.9, 0.999, 1e-7, 0.01), 4, 78), 11);
        return used.get().libraryChoices();
    }

    /** What was decided between kernels and libraries meanwhile. */
    final List<LibraryChoice> productsThroughTheLibraries() {
        AtomicReference<CudaProgram> used = new AtomicReference<>();
        compare(SmallProductsNetwork.DESCRIPTION, p -> new SmallProductsCpu(p, CPU), p -> kept(used, new SmallProductsCuda(p, EXACT,
                openWithLibraries())), SmallSet.of(arena, 20, 99, 4), TrainingSettings.of(new UpdateRule.Sgd(0.9, false), 3, 78), 20);
        return used.get().libraryChoices();
    }

    private static <P extends CudaProgram> P kept(AtomicReference<CudaProgram> place, P program) {
        place.set(program);
        return program;
    }

    @Test
    void clippingAndManyStepsInOneGraph() {
        compare(SmallGraphNetwork.DESCRIPTION, p -> new SmallGraphCpu(p, CPU), p -> new SmallGraphCuda(p, open()),
                SmallSet.of(arena, 20, 126, -3),
                new TrainingSettings(new UpdateRule.RmsProp(0.9, 0.5, 1e-7, true), 2, 79, 0, 0.2, 0), 20);
    }

    private static void compare(Description description, Function<Parameters, Program> cpu, Function<Parameters, Program> cuda, Samples samples,
            TrainingSettings settings, int rows) {
        try (Program expected = cpu.apply(Initializers.initial(description, 5));
                Program actual = cuda.apply(Initializers.initial(description, 5))) {
            int[] order = new Random(9).ints(rows, 0, samples.size()).toArray();
            predictions(expected, actual, samples, order);
            try (Training one = expected.training(settings, samples); Training other = actual.training(settings, samples)) {
                float[] rates = new float[rows];
                Arrays.fill(rates, 0.01f);
                // One step first, for its gradients, then the rest at once.
                int first = Math.min(settings.batchSize(), rows);
                steps(one, other, order, 0, first, rates);
                SmallSet.same("gradient", one.gradients(), other.gradients());
                steps(one, other, order, first, rows, rates);
                assertThat(other.step()).isEqualTo(one.step());
                for (int slot = 0; slot < settings.rule().slots(); slot++) {
                    SmallSet.same("slot " + slot, one.slot(slot), other.slot(slot));
                }
            }
            actual.synchronize();
            SmallSet.same("parameter", expected.parameters().memory(), actual.parameters().memory());
            predictions(expected, actual, samples, order);
        }
    }

    private static void steps(Training one, Training other, int[] order, int from, int to, float[] rates) {
        Totals expected = new Totals(1);
        Totals actual = new Totals(1);
        one.run(order, from, to, 0, rates, expected);
        other.run(order, from, to, 0, rates, actual);
        assertThat(actual.rows()).isEqualTo(expected.rows());
        assertThat(actual.loss()).as("loss").isCloseTo(expected.loss(), within(CLOSE));
        assertThat(actual.lastLoss()).as("last loss").isCloseTo(expected.lastLoss(), within(CLOSE));
        assertThat(actual.loss(0)).as("loss of the output").isCloseTo(expected.loss(0), within(CLOSE));
        assertThat(actual.accuracy(0)).as("accuracy").isCloseTo(expected.accuracy(0), within(1e-6));
    }

    private static void predictions(Program expected, Program actual, Samples samples, int[] order) {
        Totals one = new Totals(1);
        Totals other = new Totals(1);
        expected.infer(samples, order, 1, 8, one);
        actual.infer(samples, order, 1, 8, other);
        SmallSet.same("output", expected.output(0), actual.output(0));
        assertThat(other.loss(0)).as("loss").isCloseTo(one.loss(0), within(CLOSE));
        assertThat(other.accuracy(0)).as("accuracy").isCloseTo(one.accuracy(0), within(1e-6));
        expected.inspect(samples, order, 2, 5);
        actual.inspect(samples, order, 2, 5);
        expected.description().layers().forEach(layer -> assertThat(actual.value(layer.name()).toArray()).as(layer.name())
                .containsExactly(expected.value(layer.name()).toArray(), within((float) CLOSE)));
    }
}
