package dev.jacquard.examples.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

import dev.jacquard.cuda.EmulatedCard;
import dev.jacquard.cuda.Gpu;
import dev.jacquard.network.Description;
import dev.jacquard.network.Initializers;
import dev.jacquard.network.Parameters;
import dev.jacquard.network.Program;
import dev.jacquard.network.Samples;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;
import dev.jacquard.network.UpdateRule;

/** A network that trains on the CPU and on an emulated card, which must come to the same numbers. */
record SameNumbers(Description description, Function<Parameters, Program> cpu, BiFunction<Parameters, Gpu, Program> card) {
    private static final double CLOSE = 1e-5;

    /**
     * Trains on all samples once, in their order: one batch alone, for its gradients, then the rest in one run. Compares gradients, each output's loss
     * and accuracy, and parameters.
     */
    void train(Samples samples, int batch) {
        assumeTrue(EmulatedCard.possible(), "g++ is not installed");
        TrainingSettings settings = TrainingSettings.of(new UpdateRule.Sgd(0.9, false), batch, 7);
        int[] order = IntStream.range(0, samples.size()).toArray();
        float[] rates = new float[samples.size()];
        Arrays.fill(rates, 0.1f);
        try (Program expected = cpu.apply(Initializers.initial(description, 5));
                Program actual = card.apply(Initializers.initial(description, 5), EmulatedCard.open());
                Training one = expected.training(settings, samples);
                Training other = actual.training(settings, samples)) {
            steps(one, other, order, 0, batch, rates);
            SmallSet.same("gradient", one.gradients(), other.gradients());
            steps(one, other, order, batch, samples.size(), rates);
            actual.synchronize();
            SmallSet.same("parameter", expected.parameters().memory(), actual.parameters().memory());
        }
    }

    private void steps(Training one, Training other, int[] order, int from, int to, float[] rates) {
        int outputs = description.outputs().size();
        Totals expected = new Totals(outputs);
        Totals actual = new Totals(outputs);
        one.run(order, from, to, 0, rates, expected);
        other.run(order, from, to, 0, rates, actual);
        assertThat(actual.loss()).as("loss").isCloseTo(expected.loss(), within(CLOSE));
        assertThat(actual.lastLoss()).as("last loss").isCloseTo(expected.lastLoss(), within(CLOSE));
        for (int i = 0; i < outputs; i++) {
            assertThat(actual.loss(i)).as("loss of output %d", i).isCloseTo(expected.loss(i), within(CLOSE));
            assertThat(actual.accuracy(i)).as("accuracy of output %d", i).isCloseTo(expected.accuracy(i), within(1e-6));
        }
    }
}
