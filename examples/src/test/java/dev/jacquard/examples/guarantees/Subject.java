package dev.jacquard.examples.guarantees;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.stream.IntStream;

import dev.jacquard.data.Dataset;
import dev.jacquard.network.Column;
import dev.jacquard.network.Network;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.NetworkSpec;
import dev.jacquard.network.Shape;

/** The networks under test, each with data drawn by chance. */
enum Subject {
    DROPPING_MLP, ODD_CNN, TWO_HEADED, LARGE_MLP_OF_FLOATS, LARGE_MLP_OF_BYTES, LARGE_MLP_OF_COMPUTED_ROWS;

    /** A fresh network, the same for every call. */
    Network network(int threads) {
        NetworkSettings settings = NetworkSpec.settings(n -> n.threads(threads).seed(7));
        return switch (this) {
            case DROPPING_MLP -> DroppingMlpNetwork.create(settings);
            case ODD_CNN -> OddCnnNetwork.create(settings);
            case TWO_HEADED -> TwoHeadedNetwork.create(settings);
            case LARGE_MLP_OF_FLOATS, LARGE_MLP_OF_BYTES, LARGE_MLP_OF_COMPUTED_ROWS -> LargeMlpNetwork.create(settings);
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
            case LARGE_MLP_OF_FLOATS -> Dataset.of(d -> d.input("x", floats(rows, 1, 521)).labels("label", labels(rows, 5)));
            case LARGE_MLP_OF_BYTES -> ofBytes(rows);
            case LARGE_MLP_OF_COMPUTED_ROWS -> ofBytes(rows).map(Shape.of(521), Subject::roll);
        };
    }

    private static Dataset ofBytes(int rows) {
        Column bytes = new Column.Bytes(bytes(rows, 521), rows, Shape.of(521), 1 / 255f, -0.5f);
        return Dataset.of(d -> d.input("x", bytes).labels("label", labels(rows, 5)));
    }

    /** An augmentation: the row begins elsewhere in every pass. */
    private static void roll(float[] row, int pass, float[] result) {
        for (int i = 0; i < row.length; i++) {
            result[i] = row[(i + pass) % row.length];
        }
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

    private static MemorySegment bytes(int rows, int width) {
        Random chance = new Random(5);
        MemorySegment values = Arena.ofAuto().allocate((long) rows * width);
        for (long i = 0; i < values.byteSize(); i++) {
            values.set(ValueLayout.JAVA_BYTE, i, (byte) chance.nextInt(256));
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
