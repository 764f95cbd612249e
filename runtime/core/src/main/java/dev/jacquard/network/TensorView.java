package dev.jacquard.network;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A look at numbers that live in a network: the batch first, then the shape.
 *
 * @param name   the method of the definition
 * @param memory at least rows·shape floats
 * @param rows   the batch
 * @param shape  of one row
 */
public record TensorView(String name, MemorySegment memory, int rows, Shape shape) {
    /**
     * One number.
     *
     * @param index the row, then a position for each dimension of the shape
     * @throws IndexOutOfBoundsException naming the axis
     */
    public float get(int... index) {
        if (index.length != shape.rank() + 1) {
            throw new IllegalArgumentException(name + " has a batch and " + shape.rank() + " dimensions " + shape + ", but " + index.length
                    + " positions were given");
        }
        long position = checked(index[0], rows, 0);
        for (int axis = 0; axis < shape.rank(); axis++) {
            int dimension = shape.dimensions().get(axis);
            position = position * dimension + checked(index[axis + 1], dimension, axis + 1);
        }
        return memory.getAtIndex(ValueLayout.JAVA_FLOAT, position);
    }

    private int checked(int position, int length, int axis) {
        if (position < 0 || position >= length) {
            throw new IndexOutOfBoundsException(name + ": position " + position + " on axis " + axis + " of length " + length);
        }
        return position;
    }

    /** A copy of one row, flat. */
    public float[] row(int row) {
        int width = shape.size();
        float[] copy = new float[width];
        MemorySegment.copy(memory, ValueLayout.JAVA_FLOAT, 4L * width * checked(row, rows, 0), copy, 0, width);
        return copy;
    }

    /** A copy of all rows, flat. */
    public float[] toArray() {
        float[] copy = new float[Math.multiplyExact(rows, shape.size())];
        MemorySegment.copy(memory, ValueLayout.JAVA_FLOAT, 0, copy, 0, copy.length);
        return copy;
    }
}
