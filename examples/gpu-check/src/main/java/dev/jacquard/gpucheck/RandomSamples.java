package dev.jacquard.gpucheck;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;

import dev.jacquard.network.Column;
import dev.jacquard.network.Description;
import dev.jacquard.network.Samples;
import dev.jacquard.network.Shape;

/**
 * A data set of random numbers that fits a network.
 *
 * @param size    rows
 * @param inputs  bytes, or floats of a normal distribution
 * @param targets labels, yes-or-no answers, or floats of a normal distribution
 */
record RandomSamples(int size, List<Column> inputs, List<Column> targets) implements Samples {
    static RandomSamples of(Description description, int rows, boolean bytes, Arena arena) {
        Random random = new Random(rows);
        int width = description.inputs().getFirst().shape().size();
        MemorySegment input = arena.allocate((long) rows * width * (bytes ? 1 : 4), 64);
        for (long i = 0; i < (long) rows * width; i++) {
            if (bytes) {
                input.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt(256));
            } else {
                input.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
            }
        }
        Shape shape = Shape.of(width);
        var output = description.outputs().getFirst();
        MemorySegment target = arena.allocate(4L * rows * output.targetWidth(), 64);
        for (long i = 0; i < (long) rows * output.targetWidth(); i++) {
            switch (output.loss()) {
                case SPARSE_CATEGORICAL_CROSSENTROPY -> target.setAtIndex(ValueLayout.JAVA_INT, i, random.nextInt(output.shape().last()));
                case BINARY_CROSSENTROPY -> target.setAtIndex(ValueLayout.JAVA_FLOAT, i, random.nextInt(2));
                default -> target.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
            }
        }
        return new RandomSamples(rows, List.of(bytes ? new Column.Bytes(input, rows, shape, 1 / 255f, 0) : new Column.Floats(input, rows, shape)),
                List.of(output.sparse() ? new Column.Labels(target, rows, Shape.of())
                        : new Column.Floats(target, rows, Shape.of(output.targetWidth()))));
    }
}
