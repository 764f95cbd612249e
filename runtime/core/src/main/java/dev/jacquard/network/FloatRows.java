package dev.jacquard.network;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

import dev.jacquard.DataException;

import org.jspecify.annotations.Nullable;

/** Rows of Java arrays, brought to where an engine reads them, a batch at a time. */
final class FloatRows implements Samples {
    private final Column column;
    private final MemorySegment memory;
    private final int capacity;
    private final int width;
    private final String network;

    /** Room for some rows of the network's only input. */
    FloatRows(Description description, int capacity) {
        InputDescription input = description.inputs().getFirst();
        this.capacity = capacity;
        this.network = description.name();
        width = input.shape().size();
        memory = Arena.ofAuto().allocate((long) Float.BYTES * Math.max(16, (long) capacity * width), 64);
        column = new Column.Floats(memory, capacity, input.shape());
    }

    /** Replaces the rows by {@code rows[from … to)}. */
    void load(float[][] rows, int from, int to) {
        for (int row = from; row < to; row++) {
            check(network, rows[row], row, width);
            MemorySegment.copy(rows[row], 0, memory, ValueLayout.JAVA_FLOAT, (long) Float.BYTES * width * (row - from), width);
        }
    }

    /**
     * @throws DataException when the row has another width or holds a value that is not finite
     */
    static void check(String network, float @Nullable [] values, int row, int width) {
        if (values == null) {
            throw new DataException("row " + row + " is null, but the input of " + network + " has " + width + " numbers");
        }
        if (values.length != width) {
            throw new DataException("row " + row + " has " + values.length + " numbers, but the input of " + network + " has " + width);
        }
        for (int column = 0; column < width; column++) {
            if (!Float.isFinite(values[column])) {
                throw new DataException("row " + row + ", column " + column + ": " + values[column]
                        + " is not a finite number; replace or leave out such rows");
            }
        }
    }

    int capacity() {
        return capacity;
    }

    @Override
    public int size() {
        return capacity;
    }

    @Override
    public List<Column> inputs() {
        return List.of(column);
    }

    @Override
    public List<Column> targets() {
        return List.of();
    }
}
