package dev.jacquard.dl4j;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;

import dev.jacquard.model.Loss;
import dev.jacquard.network.Column;
import dev.jacquard.network.Description;
import dev.jacquard.network.OutputDescription;
import dev.jacquard.network.Samples;
import dev.jacquard.network.Shape;

/** Rows that fit a network: normal inputs, targets by each output's loss. */
record RandomSamples(int size, List<Column> inputs, List<Column> targets) implements Samples {
    static RandomSamples of(Description network, int size, long seed) {
        Random random = new Random(seed);
        List<Column> inputs = new ArrayList<>();
        network.inputs().forEach(input -> inputs.add(new Column.Floats(floats(size * input.shape().size(), random::nextGaussian), size,
                input.shape())));
        List<Column> targets = new ArrayList<>();
        network.outputs().forEach(output -> targets.add(target(output, size, random)));
        return new RandomSamples(size, inputs, targets);
    }

    private static Column target(OutputDescription output, int size, Random random) {
        int width = output.shape().last();
        int numbers = size * output.shape().size();
        if (output.loss() == Loss.SPARSE_CATEGORICAL_CROSSENTROPY) {
            MemorySegment labels = Arena.ofAuto().allocate(4L * size, 64);
            for (int i = 0; i < size; i++) {
                labels.setAtIndex(ValueLayout.JAVA_INT, i, random.nextInt(width));
            }
            return new Column.Labels(labels, size, Shape.of(1));
        }
        MemorySegment values = floats(numbers, output.loss() == Loss.BINARY_CROSSENTROPY ? random::nextDouble : random::nextGaussian);
        if (output.loss() == Loss.CATEGORICAL_CROSSENTROPY) {
            values.fill((byte) 0);
            for (int i = 0; i < numbers / width; i++) {
                values.setAtIndex(ValueLayout.JAVA_FLOAT, (long) i * width + random.nextInt(width), 1);
            }
        }
        return new Column.Floats(values, size, output.shape());
    }

    private static MemorySegment floats(int count, DoubleSupplier next) {
        MemorySegment values = Arena.ofAuto().allocate(Math.max(64, 4L * count), 64);
        for (int i = 0; i < count; i++) {
            values.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) next.getAsDouble());
        }
        return values;
    }
}
