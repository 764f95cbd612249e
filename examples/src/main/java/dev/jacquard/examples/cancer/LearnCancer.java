package dev.jacquard.examples.cancer;

import static dev.jacquard.evaluate.Metric.ACCURACY;
import static dev.jacquard.train.Optimizers.adam;

import dev.jacquard.data.Split;
import dev.jacquard.data.Standardize;
import dev.jacquard.evaluate.Evaluation;
import dev.jacquard.examples.data.BreastCancer;
import dev.jacquard.train.Trainer;

/** Learns 455 tumours and is asked about 114 others. */
public final class LearnCancer {
    private LearnCancer() {
    }

    /** Trains and shows what came of it. */
    public static void main(String[] arguments) {
        System.out.println(train().summary("malignant", "benign"));
    }

    /** Trains for 10 epochs in batches of 32 on standardised measurements. */
    static Evaluation train() {
        Split data = Standardize.of(BreastCancer.load().split(0.8, s -> s.seed(3)));
        try (CancerMlpNetwork network = CancerMlpNetwork.create(n -> n.seed(1))) {
            Trainer trainer = network.compile(c -> c.optimizer(adam()).metrics(ACCURACY));
            trainer.fit(data.train(), f -> f.epochs(10).batchSize(32));
            return trainer.evaluate(data.test());
        }
    }
}
