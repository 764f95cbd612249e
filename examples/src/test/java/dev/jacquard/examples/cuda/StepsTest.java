package dev.jacquard.examples.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import dev.jacquard.cuda.EmulatedCard;
import dev.jacquard.network.Column;
import dev.jacquard.network.Description;
import dev.jacquard.network.Engine;
import dev.jacquard.network.Initializers;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.Parameters;
import dev.jacquard.network.Program;
import dev.jacquard.network.Samples;
import dev.jacquard.network.Shape;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;
import dev.jacquard.network.UpdateRule;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each step begins the next one on the card: runs of any length, whatever their rows are made of and wherever training stands. */
class StepsTest {
    private static final int BATCH = 4;
    private static final NetworkSettings CPU = new NetworkSettings(Engine.CPU, 5, 1);
    private static final TrainingSettings ADAM = TrainingSettings.of(new UpdateRule.Adam(0.9, 0.999, 1e-7, 0), BATCH, 77);
    private static final Description CHAIN = SmallChainNetwork.DESCRIPTION;
    private final Arena arena = Arena.ofShared();

    @BeforeEach
    void trainByGraphs() {
        assumeTrue(EmulatedCard.possible(), "g++ is not installed");
        System.setProperty("jacquard.cuda.persistent", "never");
    }

    @AfterEach
    void release() {
        System.clearProperty("jacquard.cuda.persistent");
        System.clearProperty("jacquard.cuda.stream");
        arena.close();
    }

    /** Two runs, the first of so many rows, from a step on. */
    private record Trained(float[] parameters, List<Double> sums) {
        static Trained by(Program program, Samples samples, int rows, long step) {
            try (program; Training training = program.training(ADAM, samples)) {
                int[] order = new Random(9).ints(rows + 3, 0, samples.size()).toArray();
                float[] rates = new float[rows];
                for (int i = 0; i < rows; i++) {
                    rates[i] = 0.01f / (1 + i);
                }
                training.step(step);
                Totals totals = new Totals(1);
                training.run(order, 0, rows, 0, rates, totals);
                double last = totals.lastLoss();
                training.run(order, rows, rows + 3, 1, rates, totals);
                program.synchronize();
                return new Trained(program.parameters().memory().toArray(ValueLayout.JAVA_FLOAT), List.of(last, totals.loss(), totals.lastLoss(),
                        totals.accuracy(0)));
            }
        }

        void isCloseTo(Trained expected) {
            assertThat(parameters).containsExactly(expected.parameters, within(1e-4f));
            for (int i = 0; i < sums.size(); i++) {
                assertThat(sums.get(i)).as("sum %d", i).isCloseTo(expected.sums.get(i), within(1e-4));
            }
        }
    }

    private static Parameters chain() {
        return Initializers.initial(CHAIN, 5);
    }

    private static void streamedAndResident(Samples samples, int rows, long step) {
        Trained resident = Trained.by(new SmallChainCuda(chain(), EmulatedCard.open()), samples, rows, step);
        resident.isCloseTo(Trained.by(new SmallChainCpu(chain(), CPU), samples, rows, step));
        System.setProperty("jacquard.cuda.stream", "true");
        Trained streamed = Trained.by(new SmallChainCuda(chain(), EmulatedCard.open()), samples, rows, step);
        assertThat(streamed.parameters).isEqualTo(resident.parameters);
        assertThat(streamed.sums).isEqualTo(resident.sums);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 9, 17})
    void runsOfAnyLengthWithASmallerBatchBehind(int steps) {
        streamedAndResident(SmallSet.of(arena, 90, 20, 4), steps * BATCH - 1, 0);
    }

    @Test
    void wholeBatchesOnly() {
        streamedAndResident(SmallSet.of(arena, 90, 20, 4), 9 * BATCH, 0);
    }

    @Test
    void trainingGoesOnAtAStep() {
        streamedAndResident(SmallSet.of(arena, 90, 20, 4), 6 * BATCH, 1000);
    }

    @Test
    void rowsOfFloatsInPiecesOfFour() {
        SmallSet bytes = SmallSet.of(arena, 90, 20, 4);
        MemorySegment floats = arena.allocate(4L * 90 * 20, 64);
        Random random = new Random(2);
        IntStream.range(0, 90 * 20).forEach(i -> floats.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian()));
        streamedAndResident(new SmallSet(90, List.of(new Column.Floats(floats, 90, Shape.of(20))), bytes.targets()), 3 * BATCH - 1, 0);
    }

    @Test
    void moreLossesThanABlockHasThreads() {
        Samples samples = SmallSet.of(arena, 4500, 20, 4);
        TrainingSettings settings = TrainingSettings.of(new UpdateRule.Sgd(0, false), 4500, 1);
        int[] order = IntStream.range(0, 4500).toArray();
        Totals expected = new Totals(1);
        Totals actual = new Totals(1);
        try (Program cpu = new SmallChainCpu(chain(), CPU);
                Program card = new SmallChainCuda(chain(), EmulatedCard.open());
                Training one = cpu.training(settings, samples);
                Training other = card.training(settings, samples)) {
            one.run(order, 0, 4500, 0, new float[1], expected);
            other.run(order, 0, 4500, 0, new float[1], actual);
        }
        assertThat(actual.loss()).isCloseTo(expected.loss(), within(1e-6));
        assertThat(actual.accuracy(0)).isEqualTo(expected.accuracy(0));
    }
}
