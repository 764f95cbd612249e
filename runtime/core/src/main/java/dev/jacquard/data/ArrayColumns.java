package dev.jacquard.data;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import dev.jacquard.DataException;
import dev.jacquard.network.Column;
import dev.jacquard.network.Shape;

import org.jspecify.annotations.Nullable;

/** Columns from Java arrays, every number checked. */
final class ArrayColumns {
    private ArrayColumns() {
    }

    /** Memory that lives as long as anything refers to it, 64-byte aligned and zero. */
    static MemorySegment allocate(long bytes) {
        return Arena.ofAuto().allocate(Math.max(64, bytes), 64);
    }

    /** (rows, width) floats. */
    static Column.Floats floats(String what, float[][] rows) {
        notEmpty(what, rows);
        int width = rows[0].length;
        if (width == 0) {
            throw new DataException(what + ": row 0 is empty; a row needs at least one number");
        }
        MemorySegment values = allocate(4L * rows.length * width);
        for (int row = 0; row < rows.length; row++) {
            if (rows[row].length != width) {
                throw new DataException(what + ": row " + row + " has " + rows[row].length + " numbers, but row 0 has " + width
                        + "; all rows must be equally wide");
            }
            for (int column = 0; column < width; column++) {
                finite(what, row, column, rows[row][column]);
            }
            MemorySegment.copy(rows[row], 0, values, ValueLayout.JAVA_FLOAT, 4L * row * width, width);
        }
        return new Column.Floats(values, rows.length, Shape.of(width));
    }

    /** (rows, 1) floats. */
    static Column.Floats floats(String what, float[] rows) {
        notEmpty(what, rows.length);
        for (int row = 0; row < rows.length; row++) {
            finite(what, row, 0, rows[row]);
        }
        MemorySegment values = allocate(4L * rows.length);
        MemorySegment.copy(rows, 0, values, ValueLayout.JAVA_FLOAT, 0, rows.length);
        return new Column.Floats(values, rows.length, Shape.of(1));
    }

    /** (rows, 1) class numbers. */
    static Column.Labels labels(String what, int[] rows) {
        notEmpty(what, rows.length);
        for (int row = 0; row < rows.length; row++) {
            if (rows[row] < 0) {
                throw new DataException(what + ": row " + row + " has class " + rows[row] + "; classes count from 0");
            }
        }
        MemorySegment values = allocate(4L * rows.length);
        MemorySegment.copy(rows, 0, values, ValueLayout.JAVA_INT, 0, rows.length);
        return new Column.Labels(values, rows.length, Shape.of(1));
    }

    /** (rows, width) class numbers: one for each position of a sequence. */
    static Column.Labels labels(String what, int[][] rows) {
        notEmpty(what, rows);
        int width = rows[0].length;
        int[] flat = new int[Math.multiplyExact(rows.length, width)];
        for (int row = 0; row < rows.length; row++) {
            if (rows[row].length != width || width == 0) {
                throw new DataException(what + ": row " + row + " has " + rows[row].length + " classes, but row 0 has " + width
                        + "; all rows must be equally wide and have at least one");
            }
            for (int column = 0; column < width; column++) {
                if (rows[row][column] < 0) {
                    throw new DataException(what + ": row " + row + ", column " + column + " has class " + rows[row][column]
                            + "; classes count from 0");
                }
                flat[row * width + column] = rows[row][column];
            }
        }
        MemorySegment values = allocate(4L * flat.length);
        MemorySegment.copy(flat, 0, values, ValueLayout.JAVA_INT, 0, flat.length);
        return new Column.Labels(values, rows.length, Shape.of(width));
    }

    /** There are rows, and each is one. */
    private static void notEmpty(String what, @Nullable Object[] rows) {
        notEmpty(what, rows.length);
        for (int row = 0; row < rows.length; row++) {
            if (rows[row] == null) {
                throw new DataException(what + ": row " + row + " is null; leave out rows that are not there");
            }
        }
    }

    /** A column that came from elsewhere: its memory must hold its rows, its numbers must be numbers. Rows to be computed are checked then. */
    static Column checked(String what, Column column) {
        notEmpty(what, column.rows());
        long count = (long) column.rows() * column.width();
        switch (column) {
            case Column.Floats floats -> {
                holds(what, floats.values(), 4 * count);
                for (long i = 0; i < count; i++) {
                    float value = floats.values().get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * i);
                    if (!Float.isFinite(value)) {
                        finite(what, (int) (i / column.width()), (int) (i % column.width()), value);
                    }
                }
            }
            case Column.Bytes bytes -> {
                holds(what, bytes.values(), count);
                if (!Float.isFinite(bytes.scale()) || !Float.isFinite(bytes.offset())) {
                    throw new DataException(what + ": bytes mean byte·" + bytes.scale() + " + " + bytes.offset() + ", which is not a number");
                }
            }
            case Column.Labels labels -> {
                holds(what, labels.values(), 4 * count);
                for (long i = 0; i < count; i++) {
                    int value = labels.values().get(ValueLayout.JAVA_INT_UNALIGNED, 4 * i);
                    if (value < 0) {
                        throw new DataException(what + ": row " + i / column.width() + " has class " + value + "; classes count from 0");
                    }
                }
            }
            case Column.Computed computed -> {
                return new CheckedColumn(what, computed);
            }
        }
        return column;
    }

    private static void holds(String what, MemorySegment values, long bytes) {
        if (values.byteSize() < bytes) {
            throw new DataException(what + ": its rows take " + bytes + " bytes, but the memory given has " + values.byteSize());
        }
    }

    private static void notEmpty(String what, int rows) {
        if (rows == 0) {
            throw new DataException(what + " has no rows; a data set needs at least one");
        }
    }

    private static void finite(String what, int row, int column, float value) {
        if (!Float.isFinite(value)) {
            throw new DataException(what + ": row " + row + ", column " + column + " is " + value
                    + "; fill in or leave out missing values before the data set is made");
        }
    }
}
