package dev.jacquard.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

import dev.jacquard.network.Column;

/** Reads rows of any column as floats. Engines have faster ways of their own; this one is for looking at single rows and for preparation. */
public final class RowReader {
    private RowReader() {
    }

    /**
     * Writes one row as floats: bytes scaled, class numbers as they are.
     *
     * @param column where the row is
     * @param row    0 … rows−1
     * @param pass   how often the set was gone through before
     * @param target receives {@link Column#width()} floats, native byte order
     * @param offset the first float written
     * @throws IndexOutOfBoundsException for a row that is not there
     */
    public static void read(Column column, int row, int pass, MemorySegment target, long offset) {
        Objects.checkIndex(row, column.rows());
        int width = column.width();
        long first = (long) row * width;
        switch (column) {
            case Column.Floats floats -> MemorySegment.copy(floats.values(), 4 * first, target, 4 * offset, 4L * width);
            case Column.Bytes bytes -> {
                for (int i = 0; i < width; i++) {
                    int value = Byte.toUnsignedInt(bytes.values().get(ValueLayout.JAVA_BYTE, first + i));
                    target.set(ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * (offset + i), value * bytes.scale() + bytes.offset());
                }
            }
            case Column.Labels labels -> {
                for (int i = 0; i < width; i++) {
                    target.set(ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * (offset + i), labels.values().getAtIndex(ValueLayout.JAVA_INT, first + i));
                }
            }
            case Column.Computed computed -> computed.read(row, pass, target, offset);
        }
    }

    /** A copy of one row as floats. */
    public static float[] row(Column column, int row) {
        float[] copy = new float[column.width()];
        read(column, row, 0, MemorySegment.ofArray(copy), 0);
        return copy;
    }
}
