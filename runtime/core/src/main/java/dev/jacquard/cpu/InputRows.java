package dev.jacquard.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

import dev.jacquard.network.Column;
import dev.jacquard.network.Shape;

import org.jspecify.annotations.Nullable;

/**
 * An input of the batch at work, (B, width), whose rows the products read from the data set themselves: bytes stay bytes, and no copy as floats is
 * kept. Rows that are not in memory, because they are computed, are loaded here once a step.
 */
public final class InputRows {
    private static final Column NOTHING = new Column.Floats(MemorySegment.NULL, 0, Shape.of(1));

    private Column column = NOTHING;
    private int @Nullable [] order;
    private int first;
    private Column.@Nullable Floats loaded;

    InputRows() {
    }

    /**
     * Row i is from now on row order[first + i] of a column.
     *
     * @return whether the column can be read like that: bytes or floats in memory
     */
    boolean select(Column of, int[] rowNumbers, int from) {
        column = of;
        order = rowNumbers;
        first = from;
        return of instanceof Column.Bytes || of instanceof Column.Floats;
    }

    /** Row i is from now on row i of {@link #loaded}, which is to be filled. */
    void load(AlignedMemory memory, int rows) {
        Column.Floats room = loaded;
        if (room == null || room.rows() < rows) {
            room = new Column.Floats(memory.floats((long) rows * column.width()), rows, column.shape());
            loaded = room;
        }
        column = room;
        order = null;
    }

    /** (rows, width). */
    MemorySegment loaded() {
        return Objects.requireNonNull(loaded).values();
    }

    /** Bytes or floats. */
    Column column() {
        return column;
    }

    /** Where a row of the batch is in the column. */
    long row(int i) {
        return order == null ? i : order[first + i];
    }
}
