package dev.jacquard.gpucheck;

import java.lang.foreign.Arena;
import java.util.stream.IntStream;

import dev.jacquard.network.Engine;
import dev.jacquard.network.Network;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;

/** A program that trains mlp for one step, says so and ends: what {@link Start} measures. */
final class FirstStep {
    /** The line that it prints when the step is done. */
    static final String DONE = "the first step is done";
    private static final int BATCH = 32;

    private FirstStep() {
    }

    public static void main(String[] arguments) {
        try (Arena arena = Arena.ofShared();
                Network card = Net.MLP.create(new NetworkSettings(Engine.CUDA, 42, 0));
                Training training = card.program().training(TrainingSettings.of(Check.ADAM, BATCH, 3),
                        RandomSamples.of(card.description(), 2048, true,
                                arena))) {
            training.run(IntStream.range(0, BATCH).toArray(), 0, BATCH, 0, new float[] {1e-3f}, new Totals(1));
            System.out.println(DONE);
        }
    }
}
