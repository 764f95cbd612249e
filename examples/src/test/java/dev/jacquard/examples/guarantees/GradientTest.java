package dev.jacquard.examples.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import dev.jacquard.data.Dataset;
import dev.jacquard.network.Network;
import dev.jacquard.network.ParameterDescription;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;
import dev.jacquard.network.UpdateRule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gradients of generated programs against central differences of the loss they report, dropout and penalties included. */
class GradientTest {
    private static final int ROWS = 21;
    /** Longer steps would cross kinks, shorter ones drown in the rounding of 32-bit losses; the tests of the compiler's passes are exact. */
    private static final double STEP = 5e-4;

    @ParameterizedTest
    @EnumSource(Subject.class)
    void alongTheGradientTheLossClimbsByItsLength(Subject subject) {
        compare(subject, (gradient, _) -> {
            double length = length(gradient);
            return Arrays.stream(gradient).map(value -> value / length).toArray();
        });
    }

    @ParameterizedTest
    @EnumSource(Subject.class)
    void alongDirectionsDrawnByChanceTheLossClimbsAsTheGradientSays(Subject subject) {
        compare(subject, (gradient, chance) -> {
            double[] direction = IntStream.range(0, gradient.length).mapToDouble(_ -> chance.nextGaussian()).toArray();
            double length = length(direction);
            return Arrays.stream(direction).map(value -> value / length).toArray();
        });
    }

    private interface Direction {
        double[] of(double[] gradient, Random chance);
    }

    private static void compare(Subject subject, Direction directions) {
        Dataset data = subject.data(ROWS);
        Random chance = new Random(3);
        try (Network network = subject.network(2)) {
            Map<String, double[]> gradients = new LinkedHashMap<>();
            loss(network, data, gradients);
            assertThat(gradients).hasSize((int) network.description().parameters().stream().filter(ParameterDescription::trainable).count());
            // a bias before a normalisation changes nothing
            assertThat(gradients.values().stream().filter(gradient -> length(gradient) < 0.02).count()).isLessThanOrEqualTo(1);
            gradients.forEach((parameter, gradient) -> {
                double[] direction = directions.of(gradient, chance);
                double expected = IntStream.range(0, gradient.length).mapToDouble(i -> gradient[i] * direction[i]).sum();
                float[] start = network.parameters().get(parameter);
                double above = lossAt(network, data, parameter, start, direction, STEP);
                double below = lossAt(network, data, parameter, start, direction, -STEP);
                network.parameters().set(parameter, start);
                assertThat((above - below) / (2 * STEP)).as("slope along %s", parameter).isCloseTo(expected, within(0.01 * length(gradient) + 5e-4));
            });
        }
    }

    private static double lossAt(Network network, Dataset data, String parameter, float[] start, double[] direction, double step) {
        float[] moved = start.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] = (float) (start[i] + step * direction[i]);
        }
        network.parameters().set(parameter, moved);
        return loss(network, data, new LinkedHashMap<>());
    }

    /** The loss of the first step at learning rate 0, and its gradients. */
    private static double loss(Network network, Dataset data, Map<String, double[]> gradients) {
        Totals totals = new Totals(network.description().outputs().size());
        int rows = data.size();
        try (Training training = network.program().training(TrainingSettings.of(new UpdateRule.Sgd(0, false), rows, 5), data)) {
            training.run(IntStream.range(0, rows).toArray(), 0, rows, 0, new float[] {0}, totals);
            for (ParameterDescription parameter : network.description().parameters()) {
                if (parameter.trainable()) {
                    float[] values = training.gradients().asSlice(Float.BYTES * parameter.offset(), (long) Float.BYTES * parameter.shape().size())
                            .toArray(ValueLayout.JAVA_FLOAT);
                    gradients.put(parameter.name(), IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray());
                }
            }
        }
        return totals.lastLoss();
    }

    private static double length(double[] vector) {
        return Math.sqrt(Arrays.stream(vector).map(value -> value * value).sum());
    }

    @Test
    void aParameterThatOnlyItsPenaltyReachesHasThePenaltysGradientInEveryStep() {
        Dataset data = Dataset.of(d -> d.input("x", new float[6][4]).target("learned", new float[6][2]).target("free", new float[6][2]));
        try (Network network = HalfTrainedNetwork.create();
                Training training = network.program().training(TrainingSettings.of(new UpdateRule.Sgd(0, false), 2, 5), data)) {
            network.parameters().set("free.kernel", 1, -2, 3, -4, 5, -6);
            training.run(IntStream.range(0, 6).toArray(), 0, 6, 0, new float[3], new Totals(2));
            long offset = network.description().parameter("free.kernel").offset();
            assertThat(training.gradients().asSlice(Float.BYTES * offset, 24).toArray(ValueLayout.JAVA_FLOAT)).containsExactly(1, -1.5f, 2, -2.5f, 3,
                    -3.5f);
        }
    }
}
