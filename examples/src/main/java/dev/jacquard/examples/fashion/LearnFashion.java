package dev.jacquard.examples.fashion;

import static dev.jacquard.evaluate.Metric.ACCURACY;
import static dev.jacquard.train.Optimizers.adam;
import static dev.jacquard.train.Schedules.exponentialDecay;

import java.nio.file.Path;
import java.util.function.BiFunction;

import dev.jacquard.data.FashionMnist;
import dev.jacquard.data.Split;
import dev.jacquard.evaluate.Evaluation;
import dev.jacquard.network.Network;
import dev.jacquard.train.Schedule;
import dev.jacquard.train.Trainer;

/** Fashion-MNIST, 60,000 articles of clothing, by both networks. */
public final class LearnFashion {
    private static final int BATCH = 32;

    private LearnFashion() {
    }

    /**
     * Trains for five epochs and shows what came of it.
     *
     * @param arguments {@code mlp} (or nothing) or {@code cnn}, then the folder of the data, if it is in none of the usual places
     * @throws IllegalArgumentException for another network
     */
    public static void main(String[] arguments) {
        String network = arguments.length > 0 ? arguments[0] : "mlp";
        BiFunction<Split, Integer, Evaluation> training = switch (network) {
            case "mlp" -> LearnFashion::mlp;
            case "cnn" -> LearnFashion::cnn;
            default -> throw new IllegalArgumentException("there is no network '" + network + "' here: say mlp or cnn, then the folder of the data");
        };
        Split data = arguments.length > 1 ? FashionMnist.load(Path.of(arguments[1])) : FashionMnist.load();
        System.out.println(training.apply(data, 5).summary(data.test().classNames()));
    }

    /** The perceptron's result after that many epochs. */
    static Evaluation mlp(Split data, int epochs) {
        try (FashionMlpNetwork network = FashionMlpNetwork.create(n -> n.seed(42))) {
            return train(network, data, epochs);
        }
    }

    /** The convolutional network's result after that many epochs. */
    static Evaluation cnn(Split data, int epochs) {
        Split images = new Split(data.train().reshape(28, 28, 1), data.test().reshape(28, 28, 1));
        try (FashionCnnNetwork network = FashionCnnNetwork.create(n -> n.seed(42))) {
            return train(network, images, epochs);
        }
    }

    /** Adam, whose learning rate falls by three tenths with every epoch: the last steps are small, so it matters less which step is the last. */
    private static Evaluation train(Network network, Split data, int epochs) {
        Schedule rate = exponentialDecay(1e-3, data.train().size() / BATCH, 0.7);
        Trainer trainer = Trainer.compile(network, c -> c.optimizer(adam(a -> a.learningRate(rate))).metrics(ACCURACY));
        trainer.fit(data.train(), f -> f.epochs(epochs).batchSize(BATCH).validation(data.test()));
        return trainer.evaluate(data.test());
    }
}
