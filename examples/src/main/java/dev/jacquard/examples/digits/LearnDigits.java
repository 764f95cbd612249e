package dev.jacquard.examples.digits;

import static dev.jacquard.evaluate.Metric.ACCURACY;
import static dev.jacquard.train.Optimizers.adam;

import dev.jacquard.data.Dataset;
import dev.jacquard.data.Split;
import dev.jacquard.evaluate.Evaluation;
import dev.jacquard.examples.data.Digits;
import dev.jacquard.train.Trainer;

/** Learns 1,438 handwritten digits and is asked about 359 others. */
public final class LearnDigits {
    private LearnDigits() {
    }

    /** Trains for 30 epochs, about a second, and shows what came of it. */
    public static void main(String[] arguments) {
        Split data = Digits.load().split(0.8, s -> s.stratified().seed(1));
        try (DigitsMlpNetwork network = DigitsMlpNetwork.create(n -> n.seed(42))) {
            network.summary(System.out);
            Evaluation result = train(network, data, 30);
            System.out.println(result.summary());
            show(network, data.test());
        }
    }

    /** Trains a network and judges it by rows it has not seen. */
    static Evaluation train(DigitsMlpNetwork network, Split data, int epochs) {
        Trainer trainer = network.compile(c -> c.optimizer(adam(a -> a.learningRate(2e-3))).metrics(ACCURACY));
        trainer.fit(data.train(), f -> f.epochs(epochs).batchSize(32).validation(data.test()));
        return trainer.evaluate(data.test());
    }

    /** One image as characters, and what the network says about it. */
    private static void show(DigitsMlpNetwork network, Dataset test) {
        float[] image = test.row(0);
        String shades = " .:-=+*#%@";
        for (int y = 0; y < 8; y++) {
            StringBuilder line = new StringBuilder("    ");
            for (int x = 0; x < 8; x++) {
                line.repeat(shades.charAt(Math.round(image[8 * y + x] * 9)), 2);
            }
            System.out.println(line);
        }
        float[] probabilities = network.predict(image);
        int best = 0;
        for (int digit = 1; digit < probabilities.length; digit++) {
            best = probabilities[digit] > probabilities[best] ? digit : best;
        }
        System.out.printf("This is a %d, says the network, with probability %.3f; it was written as a %d.%n", best, probabilities[best],
                test.labels()[0]);
    }
}
