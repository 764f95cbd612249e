package dev.jacquard.gpucheck;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.jacquard.network.Column;
import dev.jacquard.network.Description;
import dev.jacquard.network.InputDescription;
import dev.jacquard.network.OutputDescription;
import dev.jacquard.network.Samples;
import dev.jacquard.network.Shape;

/**
 * A data set of random numbers that fits a network.
 *
 * @param size    rows
 * @param inputs  bytes, or floats of a normal distribution
 * @param targets labels, shares that add up to 1, yes-or-no answers, or floats of a normal distribution
 */
record RandomSamples(int size, List<Column> inputs, List<Column> targets) implements Samples {
    static RandomSamples of(Description description, int rows, boolean bytes, Arena arena) {
        Random random = new Random(rows);
        List<Column> inputs = new ArrayList<>();
        for (InputDescription input : description.inputs()) {
            inputs.add(bytes ? bytes(input.shape().size(), rows, random, arena) : floats(input.shape().size(), rows, random, arena));
        }
        List<Column> targets = new ArrayList<>();
        for (OutputDescription output : description.outputs()) {
            targets.add(target(output, rows, random, arena));
        }
        return new RandomSamples(rows, inputs, targets);
    }

    private static Column bytes(int width, int rows, Random random, Arena arena) {
        byte[] values = new byte[rows * width];
        random.nextBytes(values);
        return new Column.Bytes(arena.allocateFrom(ValueLayout.JAVA_BYTE, values), rows, Shape.of(width), 1 / 255f, 0);
    }

    private static Column floats(int width, int rows, Random random, Arena arena) {
        MemorySegment values = arena.allocate(4L * rows * width, 64);
        for (long i = 0; i < (long) rows * width; i++) {
            values.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
        }
        return new Column.Floats(values, rows, Shape.of(width));
    }

    private static Column target(OutputDescription output, int rows, Random random, Arena arena) {
        int width = output.targetWidth();
        int classes = output.shape().last();
        MemorySegment values = arena.allocate(4L * rows * width, 64);
        for (long i = 0; i < (long) rows * width; i++) {
            switch (output.loss()) {
                case SPARSE_CATEGORICAL_CROSSENTROPY -> values.setAtIndex(ValueLayout.JAVA_INT, i, random.nextInt(classes));
                case CATEGORICAL_CROSSENTROPY -> values.setAtIndex(ValueLayout.JAVA_FLOAT, i, random.nextFloat());
                case BINARY_CROSSENTROPY -> values.setAtIndex(ValueLayout.JAVA_FLOAT, i, random.nextInt(2));
                case MEAN_SQUARED_ERROR, NONE -> values.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
            }
        }
        return switch (output.loss()) {
            case SPARSE_CATEGORICAL_CROSSENTROPY -> new Column.Labels(values, rows, Shape.of(width));
            case CATEGORICAL_CROSSENTROPY -> {
                shares(values, classes);
                yield new Column.Floats(values, rows, Shape.of(width));
            }
            case BINARY_CROSSENTROPY, MEAN_SQUARED_ERROR, NONE -> new Column.Floats(values, rows, Shape.of(width));
        };
    }

    /** Every {@code classes} numbers become their shares of their sum. */
    private static void shares(MemorySegment values, int classes) {
        for (long first = 0; first < values.byteSize() / 4; first += classes) {
            float sum = 0;
            for (int i = 0; i < classes; i++) {
                sum += values.getAtIndex(ValueLayout.JAVA_FLOAT, first + i);
            }
            for (int i = 0; i < classes; i++) {
                values.setAtIndex(ValueLayout.JAVA_FLOAT, first + i, values.getAtIndex(ValueLayout.JAVA_FLOAT, first + i) / sum);
            }
        }
    }
}
