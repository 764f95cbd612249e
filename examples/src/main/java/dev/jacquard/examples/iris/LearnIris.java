package dev.jacquard.examples.iris;

import static dev.jacquard.evaluate.Metric.ACCURACY;
import static dev.jacquard.train.Optimizers.adam;

import dev.jacquard.data.Split;
import dev.jacquard.data.Standardize;
import dev.jacquard.evaluate.Evaluation;
import dev.jacquard.examples.data.Iris;
import dev.jacquard.train.Trainer;
import dev.jacquard.train.Verbosity;

/** Learns 120 flowers and is asked about 30 others. */
public final class LearnIris {
    private LearnIris() {
    }

    /** Trains and shows what came of it. */
    public static void main(String[] arguments) {
        System.out.println(train(data()).summary("setosa", "versicolor", "virginica"));
    }

    /** 40 flowers of each species to learn from, 10 to be asked about. */
    static Split data() {
        return Iris.load().split(0.8, s -> s.stratified().seed(1));
    }

    /** Trains on standardised measurements; the test part is standardised by the training part's mean and deviation. */
    static Evaluation train(Split data) {
        Split standardized = Standardize.of(data);
        try (IrisMlpNetwork network = IrisMlpNetwork.create(n -> n.seed(1))) {
            Trainer trainer = network.compile(c -> c.optimizer(adam(a -> a.learningRate(1e-2))).metrics(ACCURACY));
            trainer.fit(standardized.train(), f -> f.epochs(60).batchSize(16).verbose(Verbosity.SILENT));
            return trainer.evaluate(standardized.test());
        }
    }
}
