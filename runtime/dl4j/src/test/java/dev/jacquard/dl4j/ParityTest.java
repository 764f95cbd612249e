package dev.jacquard.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.jacquard.network.Engine;
import dev.jacquard.network.LayerDescription;
import dev.jacquard.network.Network;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.ParameterDescription;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;
import dev.jacquard.network.UpdateRule;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same definition, weights and data on both engines. */
class ParityTest {
    private static final int ROWS = 24;
    private static final int BATCH = 8;

    /** A definition's network on an engine. */
    record Case(String name, Function<NetworkSettings, Network> creation) {
        Network on(Engine engine) {
            return creation.apply(new NetworkSettings(engine, 7, 1));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Everything that is to answer alike. */
    static Stream<Case> networks() {
        return Stream.concat(trainable(), Stream.of(new Case("Answers", Ends_AnswersNetwork::create)));
    }

    /** Everything that is to have the same gradients. */
    static Stream<Case> trainable() {
        return Stream.concat(cases(), Stream.of(new Case("Image", Ends_ImageNetwork::create), new Case("Scores", Ends_ScoresNetwork::create),
                new Case("Read", Ends_ReadNetwork::create), new Case("Two", Ends_TwoNetwork::create)));
    }

    static Stream<Case> cases() {
        return Stream.of(new Case("Mlp", MlpNetwork::create), new Case("Cnn", CnnNetwork::create), new Case("Residual", ResidualNetwork::create),
                new Case("Autoencoder", AutoencoderNetwork::create));
    }

    static List<UpdateRule> rules() {
        return List.of(new UpdateRule.Sgd(0, false), new UpdateRule.Sgd(0.9, false), new UpdateRule.Sgd(0.9, true),
                new UpdateRule.Adam(0.9, 0.999, 1e-7, 0), new UpdateRule.Adam(0.9, 0.999, 1e-7, 0.01), new UpdateRule.RmsProp(0.9, 0, 1e-7, false),
                new UpdateRule.RmsProp(0.9, 0.5, 1e-7, true));
    }

    static Stream<Arguments> trainings() {
        return cases().flatMap(one -> rules().stream().map(rule -> Arguments.of(one, rule)));
    }

    /** The same random parameters for both, moving averages that are not where they start included. */
    private static void randomise(Network... networks) {
        for (Network network : networks) {
            Random random = new Random(3);
            for (ParameterDescription parameter : network.description().parameters()) {
                float[] values = network.parameters().get(parameter.name());
                boolean positive = parameter.name().endsWith("movingVariance") || parameter.name().endsWith("gamma");
                for (int i = 0; i < values.length; i++) {
                    values[i] = positive ? 0.5f + random.nextFloat() : values[i] + 0.1f * (float) random.nextGaussian();
                }
                network.parameters().set(parameter.name(), values);
            }
            network.program().parametersChanged();
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theSameWeightsGiveTheSameOutputsInEveryLayer(Case one) {
        try (Network cpu = one.on(Engine.CPU); Network dl4j = one.on(Engine.DL4J)) {
            randomise(cpu, dl4j);
            RandomSamples samples = RandomSamples.of(cpu.description(), ROWS, 1);
            int[] order = order(ROWS);
            Totals expected = totals(cpu);
            Totals actual = totals(dl4j);
            cpu.program().infer(samples, order, 0, ROWS, expected);
            dl4j.program().infer(samples, order, 0, ROWS, actual);
            for (int i = 0; i < cpu.description().outputs().size(); i++) {
                assertThat(floats(dl4j.program().output(i))).as(cpu.description().outputs().get(i).name())
                        .containsExactly(floats(cpu.program().output(i)), within(1e-5f));
                assertThat(actual.accuracy(i)).isEqualTo(expected.accuracy(i));
                assertThat(actual.loss(i)).as("loss " + i).isCloseTo(expected.loss(i), within(1e-5));
            }
            cpu.forward(samples);
            dl4j.forward(samples);
            for (LayerDescription layer : cpu.description().layers()) {
                assertThat(dl4j.program().value(layer.name()).toArray()).as(layer.name())
                        .containsExactly(cpu.program().value(layer.name()).toArray(), within(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void oneRowIsAnsweredAsInABatch(Case one) {
        try (Network cpu = one.on(Engine.CPU); Network dl4j = one.on(Engine.DL4J)) {
            float[] row = new float[cpu.description().inputs().getFirst().shape().size()];
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) Math.sin(i);
            }
            assertThat(dl4j.predict(row)).containsExactly(cpu.predict(row), within(1e-5f));
        }
    }

    @ParameterizedTest
    @MethodSource("trainable")
    void theSameStepGivesTheSameGradients(Case one) {
        try (Network cpu = one.on(Engine.CPU); Network dl4j = one.on(Engine.DL4J)) {
            randomise(cpu, dl4j);
            RandomSamples samples = RandomSamples.of(cpu.description(), ROWS, 1);
            TrainingSettings settings = TrainingSettings.of(new UpdateRule.Sgd(0, false), BATCH, 5);
            Training expected = cpu.program().training(settings, samples);
            Training actual = dl4j.program().training(settings, samples);
            expected.run(order(ROWS), 0, BATCH, 0, new float[] {0.01f}, totals(cpu));
            actual.run(order(ROWS), 0, BATCH, 0, new float[] {0.01f}, totals(dl4j));
            for (ParameterDescription parameter : cpu.description().parameters()) {
                if (parameter.trainable()) {
                    assertThat(part(actual.gradients(), parameter)).as(parameter.name())
                            .containsExactly(part(expected.gradients(), parameter), within(2e-5f));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void twentyStepsLeadToTheSamePlace(Case one, UpdateRule rule) {
        try (Network cpu = one.on(Engine.CPU); Network dl4j = one.on(Engine.DL4J)) {
            RandomSamples samples = RandomSamples.of(cpu.description(), ROWS, 1);
            Training expected = cpu.program().training(TrainingSettings.of(rule, BATCH, 5), samples);
            Training actual = dl4j.program().training(TrainingSettings.of(rule, BATCH, 5), samples);
            float rate = rule instanceof UpdateRule.Sgd ? 0.02f : 0.002f;
            for (int step = 0; step < 20; step++) {
                int from = step % 3 * BATCH;
                Totals left = totals(cpu);
                Totals right = totals(dl4j);
                float[] rates = {rate * (1 - step / 40f)};
                expected.run(order(ROWS), from, from + BATCH, step / 3, rates, left);
                actual.run(order(ROWS), from, from + BATCH, step / 3, rates, right);
                assertThat(right.lastLoss()).as("step " + step).isCloseTo(left.lastLoss(), within(1e-3 * left.lastLoss()));
            }
            assertThat(actual.step()).isEqualTo(20);
            for (ParameterDescription parameter : cpu.description().parameters()) {
                assertThat(dl4j.parameters().get(parameter.name())).as(parameter.name())
                        .containsExactly(cpu.parameters().get(parameter.name()), within(2e-3f));
            }
        }
    }

    private static Totals totals(Network network) {
        return new Totals(network.description().outputs().size());
    }

    private static int[] order(int rows) {
        return IntStream.range(0, rows).toArray();
    }

    private static float[] floats(MemorySegment memory) {
        return memory.toArray(ValueLayout.JAVA_FLOAT);
    }

    private static float[] part(MemorySegment gradients, ParameterDescription parameter) {
        return floats(gradients.asSlice(4 * parameter.offset(), 4L * parameter.shape().size()));
    }
}
