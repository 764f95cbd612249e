package dev.jacquard.processor.graph;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The dimensions of a value, without the batch; each is at least 1. A scalar has none. */
public record Shape(List<Integer> dimensions) {
    /** Keeps its own copy. */
    public Shape {
        dimensions = List.copyOf(dimensions);
    }

    /** A shape of the given dimensions. */
    public static Shape of(int... dimensions) {
        return new Shape(Arrays.stream(dimensions).boxed().toList());
    }

    /** The number of dimensions. */
    public int rank() {
        return dimensions.size();
    }

    /** One dimension, counted from 0. */
    public int get(int axis) {
        return dimensions.get(axis);
    }

    /** The last dimension: features, channels, classes. */
    public int last() {
        return dimensions.isEmpty() ? 1 : dimensions.getLast();
    }

    /** The number of elements. */
    public long size() {
        long size = 1;
        for (int dimension : dimensions) {
            size = Math.multiplyExact(size, (long) dimension);
        }
        return size;
    }

    /** As Keras writes it: {@code (28, 28)}. */
    @Override
    public String toString() {
        return dimensions.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    }
}
