package dev.jacquard.examples.dl4j;

import static dev.jacquard.evaluate.Metric.ACCURACY;
import static dev.jacquard.network.Engine.CPU;
import static dev.jacquard.network.Engine.DL4J;
import static dev.jacquard.train.Optimizers.adam;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.jacquard.data.Split;
import dev.jacquard.dl4j.Dl4jModels;
import dev.jacquard.examples.data.Digits;
import dev.jacquard.train.Trainer;

/** Learns digits through Deeplearning4j, saves one of its zips, and reads that into a network on the CPU engine. */
public final class LearnThroughDl4j {
    private LearnThroughDl4j() {
    }

    /** Trains for 10 epochs, some seconds, and compares the engines. */
    public static void main(String[] arguments) throws IOException {
        Path zip = Files.createTempFile("digits", ".zip");
        try {
            double[] accuracies = run(zip, 10);
            System.out.printf("Right on digits it has not seen: %.1f %% through Deeplearning4j, %.1f %% on the CPU engine with the same weights.%n",
                    100 * accuracies[0], 100 * accuracies[1]);
        } finally {
            Files.delete(zip);
        }
    }

    /** The accuracies through Deeplearning4j and then on the CPU engine. */
    static double[] run(Path zip, int epochs) {
        Split data = Digits.load().split(0.8, s -> s.stratified().seed(1));
        double learnt;
        try (DigitsCnnNetwork network = DigitsCnnNetwork.create(n -> n.engine(DL4J).seed(42))) {
            System.out.println(network.program().engine());
            Trainer trainer = network.compile(c -> c.optimizer(adam(a -> a.learningRate(2e-3))).metrics(ACCURACY));
            trainer.fit(data.train(), f -> f.epochs(epochs).batchSize(32));
            learnt = trainer.evaluate(data.test()).accuracy();
            Dl4jModels.save(network, zip);
        }
        try (DigitsCnnNetwork network = DigitsCnnNetwork.create(n -> n.engine(CPU))) {
            Dl4jModels.load(network, zip);
            return new double[] {learnt, network.compile(c -> c.metrics(ACCURACY)).evaluate(data.test()).accuracy()};
        }
    }
}
