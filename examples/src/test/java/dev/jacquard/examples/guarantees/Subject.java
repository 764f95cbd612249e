package dev.jacquard.examples.guarantees;

import java.util.Random;
import java.util.stream.IntStream;

import dev.jacquard.data.Dataset;
import dev.jacquard.network.Network;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.NetworkSpec;

/** The networks under test, each with data drawn by chance. */
enum Subject {
    DROPPING_MLP, ODD_CNN, TWO_HEADED;

    /** A fresh network, the same for every call. */
    Network network(int threads) {
        NetworkSettings settings = NetworkSpec.settings(n -> n.threads(threads).seed(7));
        return switch (this) {
            case DROPPING_MLP -> DroppingMlpNetwork.create(settings);
            case ODD_CNN -> OddCnnNetwork.create(settings);
            case TWO_HEADED -> TwoHeadedNetwork.create(settings);
        };
    }

    /** As many rows of it, the same for every call. */
    Dataset data(int rows) {
        return switch (this) {
            case DROPPING_MLP -> Dataset.of(d -> d.input("x", floats(rows, 1, 13)).labels("label", labels(rows, 5)));
            case ODD_CNN -> Dataset.of(floats(rows, 1, 11 * 9 * 3), labels(rows, 10)).reshape(11, 9, 3);
            case TWO_HEADED -> Dataset.of(d -> d.input("image", floats(rows, 1, 6 * 5 * 2)).input("extra", floats(rows, 2, 3))
                    .labels("label", labels(rows, 3)).target("value", floats(rows, 3, 2)).target("sure", probabilities(rows)))
                    .reshape("image", 6, 5, 2);
        };
    }

    private static float[][] floats(int rows, long seed, int width) {
        Random chance = new Random(seed);
        float[][] values = new float[rows][width];
        for (float[] row : values) {
            for (int i = 0; i < width; i++) {
                row[i] = 2 * chance.nextFloat() - 1;
            }
        }
        return values;
    }

    private static int[] labels(int rows, int classes) {
        Random chance = new Random(11);
        return IntStream.range(0, rows).map(_ -> chance.nextInt(classes)).toArray();
    }

    private static float[][] probabilities(int rows) {
        Random chance = new Random(13);
        float[][] values = new float[rows][1];
        for (float[] row : values) {
            row[0] = chance.nextFloat();
        }
        return values;
    }
}
