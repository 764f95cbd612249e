package dev.jacquard.examples.zeros;

import static dev.jacquard.evaluate.Metric.ACCURACY;
import static dev.jacquard.train.Optimizers.adam;

import java.util.Arrays;

import dev.jacquard.data.Split;
import dev.jacquard.evaluate.Evaluation;
import dev.jacquard.examples.data.Digits;
import dev.jacquard.network.Network;
import dev.jacquard.train.Trainer;
import dev.jacquard.train.Verbosity;

/**
 * A lesson: why kernels do not start at 0. Where every kernel is 0, no unit of the hidden layer answers to anything, so no unit's share in the
 * mistake is anything but 0, and no step changes a kernel. Only the last layer's biases learn: how frequent each digit is. (From another number
 * than 0 the units would learn, but all the same.)
 */
public final class WhyNotZeros {
    private WhyNotZeros() {
    }

    /** Trains both networks and compares them. */
    public static void main(String[] arguments) {
        Split data = Digits.load().split(0.8, s -> s.stratified().seed(1));
        try (FromZerosNetwork zeros = FromZerosNetwork.create(); FromRandomNetwork random = FromRandomNetwork.create()) {
            System.out.println("from zeros:  " + train(zeros, data) + ", largest weight " + largestWeight(zeros));
            System.out.println("from random: " + train(random, data) + ", largest weight " + largestWeight(random));
        }
    }

    /** The result after ten epochs. */
    static Evaluation train(Network network, Split data) {
        Trainer trainer = Trainer.compile(network, c -> c.optimizer(adam()).metrics(ACCURACY));
        trainer.fit(data.train(), f -> f.epochs(10).verbose(Verbosity.SILENT));
        return trainer.evaluate(data.test());
    }

    /** The largest |w| of all kernels. */
    static float largestWeight(Network network) {
        float largest = 0;
        for (String kernel : new String[] {"hidden.kernel", "digit.kernel"}) {
            float[] weights = network.parameters().get(kernel);
            Arrays.sort(weights);
            largest = Math.max(largest, Math.max(-weights[0], weights[weights.length - 1]));
        }
        return largest;
    }
}
