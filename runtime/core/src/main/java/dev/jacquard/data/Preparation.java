package dev.jacquard.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;

import dev.jacquard.DataException;
import dev.jacquard.network.Column;
import dev.jacquard.network.Shape;

/** Columns computed once from other columns. */
final class Preparation {
    private Preparation() {
    }

    /** All rows as the first pass shows them, kept as floats. */
    static Column.Floats computed(Column column) {
        int width = column.width();
        MemorySegment values = ArrayColumns.allocate(4L * column.rows() * width);
        for (int row = 0; row < column.rows(); row++) {
            RowReader.read(column, row, 0, values, (long) row * width);
        }
        Column.Floats floats = new Column.Floats(values, column.rows(), column.shape());
        ArrayColumns.checked("the computed input", floats);
        return floats;
    }

    /** A column times a factor. Bytes stay bytes and only mean something else; what is computed is computed later. */
    static Column scaled(String what, Column column, float factor) {
        if (!Float.isFinite(factor)) {
            throw new IllegalArgumentException("scale takes a finite factor, not " + factor);
        }
        if (column instanceof Column.Bytes b) {
            return new Column.Bytes(b.values(), b.rows(), b.shape(), b.scale() * factor, b.offset() * factor);
        }
        RowFunction times = (row, pass, result) -> {
            for (int i = 0; i < row.length; i++) {
                result[i] = row[i] * factor;
            }
        };
        MappedColumn scaled = new MappedColumn(column, column.shape(), times);
        return column instanceof Column.Computed ? new CheckedColumn(what + " times " + factor, scaled) : computed(scaled);
    }

    /** (rows, classes) with a single 1 in each row. */
    static Column.Floats oneHot(int[] labels, int classes) {
        if (classes < 1) {
            int highest = IntStream.of(labels).max().orElse(0);
            throw new IllegalArgumentException(
                    "oneHot takes at least 1 class, not " + classes + "; the rows go up to class " + highest + ": say oneHot("
                            + (highest + 1) + ")");
        }
        MemorySegment values = ArrayColumns.allocate(4L * labels.length * classes);
        for (int row = 0; row < labels.length; row++) {
            if (labels[row] >= classes) {
                throw new DataException("row " + row + " has class " + labels[row] + ", but oneHot(" + classes + ") knows 0 to " + (classes - 1));
            }
            values.setAtIndex(ValueLayout.JAVA_FLOAT, (long) row * classes + labels[row], 1);
        }
        return new Column.Floats(values, labels.length, Shape.of(classes));
    }
}
