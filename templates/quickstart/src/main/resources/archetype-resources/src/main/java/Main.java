package ${package};

import static dev.jacquard.evaluate.Metric.ACCURACY;
import static dev.jacquard.train.Optimizers.adam;

import dev.jacquard.data.Csv;
import dev.jacquard.data.Dataset;
import dev.jacquard.data.Split;
import dev.jacquard.data.Standardize;
import dev.jacquard.evaluate.Evaluation;
import dev.jacquard.train.Trainer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads flowers, trains the network on most of them, and asks it about the others. */
public final class Main {
    private Main() {
    }

    public static void main(String[] arguments) throws IOException {
        Dataset flowers = flowers();
        Split data = Standardize.of(flowers.split(0.8, s -> s.stratified().seed(1)));
        try (IrisModelNetwork network = IrisModelNetwork.create(n -> n.seed(42))) {
            network.summary(System.out);
            Evaluation result = train(network, data);
            System.out.println(result.summary(flowers.classNames()));

            float[] probabilities = network.predict(data.test().row(0));
            System.out.println(flowers.classNames() + " of the first flower: " + Arrays.toString(probabilities));
        }
    }

    /** 150 flowers: four lengths in cm, and the species. */
    static Dataset flowers() throws IOException {
        try (InputStream file = Main.class.getResourceAsStream("/iris.csv")) {
            return Csv.read(file, "iris.csv", c -> c.label("species"));
        }
    }

    /** Trains, and judges by flowers that the network has not seen. */
    static Evaluation train(IrisModelNetwork network, Split data) {
        Trainer trainer = network.compile(c -> c.optimizer(adam(a -> a.learningRate(0.01))).metrics(ACCURACY));
        trainer.fit(data.train(), f -> f.epochs(60).batchSize(16).validation(data.test()));
        return trainer.evaluate(data.test());
    }
}
