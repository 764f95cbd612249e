package dev.jacquard.cuda;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import dev.jacquard.network.Column;

/** Rows of a column as 32-bit words: floats, or the integers of labels. */
final class HostRows {
    private HostRows() {
    }

    /**
     * Reads one row.
     *
     * @param pass   how often the set was gone through before
     * @param offset the first word written
     */
    static void read(Column column, int row, int pass, MemorySegment target, long offset) {
        int width = column.width();
        long from = (long) row * width;
        switch (column) {
            case Column.Floats floats -> MemorySegment.copy(floats.values(), 4 * from, target, 4 * offset, 4L * width);
            case Column.Labels labels -> MemorySegment.copy(labels.values(), 4 * from, target, 4 * offset, 4L * width);
            case Column.Bytes bytes -> {
                for (int i = 0; i < width; i++) {
                    float value = (bytes.values().get(ValueLayout.JAVA_BYTE, from + i) & 0xFF) * bytes.scale() + bytes.offset();
                    target.setAtIndex(ValueLayout.JAVA_FLOAT, offset + i, value);
                }
            }
            case Column.Computed computed -> computed.read(row, pass, target, offset);
        }
    }
}
