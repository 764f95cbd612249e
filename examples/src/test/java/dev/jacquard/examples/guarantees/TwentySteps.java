package dev.jacquard.examples.guarantees;

import java.util.stream.IntStream;

import dev.jacquard.data.Dataset;
import dev.jacquard.network.Network;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;
import dev.jacquard.network.UpdateRule;

/** Prints the losses of twenty steps of every network under test, and the engine. */
final class TwentySteps {
    private static final int BATCH = 24;
    private static final int STEPS = 20;

    private TwentySteps() {
    }

    public static void main(String[] arguments) {
        for (Subject subject : Subject.values()) {
            Dataset data = subject.data(BATCH * STEPS);
            UpdateRule rule = new UpdateRule.Sgd(0.9, true);
            try (Network network = subject.network(2); Training training = network.program().training(TrainingSettings.of(rule, BATCH, 3), data)) {
                IO.println("engine " + network.program().engine());
                Totals totals = new Totals(network.description().outputs().size());
                int[] order = IntStream.range(0, data.size()).toArray();
                for (int step = 0; step < STEPS; step++) {
                    training.run(order, step * BATCH, (step + 1) * BATCH, 0, new float[] {0.02f}, totals);
                    IO.println("loss " + totals.lastLoss());
                }
            }
        }
    }
}
