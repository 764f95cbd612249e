package dev.jacquard.network;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The dimensions of a tensor, without the batch. A scalar has none. */
public record Shape(List<Integer> dimensions) {
    /** Keeps its own copy; every dimension is at least 1. */
    public Shape {
        dimensions = List.copyOf(dimensions);
        for (int dimension : dimensions) {
            if (dimension < 1) {
                throw new IllegalArgumentException("a dimension is at least 1, not " + dimension + " in " + dimensions);
            }
        }
    }

    /** A shape of the given dimensions. */
    public static Shape of(int... dimensions) {
        return new Shape(Arrays.stream(dimensions).boxed().toList());
    }

    /** The number of dimensions. */
    public int rank() {
        return dimensions.size();
    }

    /** The number of elements: the product of all dimensions. */
    public int size() {
        int size = 1;
        // without an iterator: engines ask in every step
        for (int axis = 0; axis < dimensions.size(); axis++) {
            size = Math.multiplyExact(size, dimensions.get(axis).intValue());
        }
        return size;
    }

    /** The last dimension: features, channels, classes. 1 for a scalar. */
    public int last() {
        return dimensions.isEmpty() ? 1 : dimensions.getLast();
    }

    /** As Keras writes it: {@code (28, 28)}. */
    @Override
    public String toString() {
        return dimensions.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    }
}
