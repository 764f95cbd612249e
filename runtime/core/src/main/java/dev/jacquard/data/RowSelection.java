package dev.jacquard.data;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.stream.IntStream;

import dev.jacquard.network.Column;
import dev.jacquard.network.Shape;

/**
 * Columns of some of a column's rows. Neighbouring rows are looked at in place; others are copied, because engines read a column's memory by row
 * number. Computed rows are neither: they are asked for by their old number.
 */
final class RowSelection {
    private RowSelection() {
    }

    /** The rows [from, to), sharing memory. */
    static Column slice(Column column, int from, int to) {
        Objects.checkFromToIndex(from, to, column.rows());
        int rows = to - from;
        long first = (long) from * column.width();
        long count = (long) rows * column.width();
        return switch (column) {
            case Column.Floats c -> new Column.Floats(c.values().asSlice(4 * first, 4 * count), rows, c.shape());
            case Column.Bytes c -> new Column.Bytes(c.values().asSlice(first, count), rows, c.shape(), c.scale(), c.offset());
            case Column.Labels c -> new Column.Labels(c.values().asSlice(4 * first, 4 * count), rows, c.shape());
            case Column.Computed c -> new Renumbered(c, IntStream.range(from, to).toArray());
        };
    }

    /** The given rows in the given order; a row may come twice. */
    static Column select(Column column, int[] rows) {
        return switch (column) {
            case Column.Floats c -> new Column.Floats(copy(c.values(), 4L * c.width(), rows), rows.length, c.shape());
            case Column.Bytes c -> new Column.Bytes(copy(c.values(), c.width(), rows), rows.length, c.shape(), c.scale(), c.offset());
            case Column.Labels c -> new Column.Labels(copy(c.values(), 4L * c.width(), rows), rows.length, c.shape());
            case Column.Computed c -> new Renumbered(c, rows.clone());
        };
    }

    private static MemorySegment copy(MemorySegment values, long rowBytes, int[] rows) {
        MemorySegment target = ArrayColumns.allocate(rowBytes * rows.length);
        for (int i = 0; i < rows.length; i++) {
            MemorySegment.copy(values, rowBytes * rows[i], target, rowBytes * i, rowBytes);
        }
        return target;
    }

    /** The same memory under another shape of as many numbers. */
    static Column reshape(Column column, Shape shape) {
        return switch (column) {
            case Column.Floats c -> new Column.Floats(c.values(), c.rows(), shape);
            case Column.Bytes c -> new Column.Bytes(c.values(), c.rows(), shape, c.scale(), c.offset());
            case Column.Labels c -> new Column.Labels(c.values(), c.rows(), shape);
            case Column.Computed c -> new Reshaped(c, shape);
        };
    }

    private static final class Renumbered implements Column.Computed {
        private final Column.Computed source;
        private final int[] numbers;

        Renumbered(Column.Computed source, int[] numbers) {
            this.source = source;
            this.numbers = numbers;
        }

        @Override
        public Shape shape() {
            return source.shape();
        }

        @Override
        public int rows() {
            return numbers.length;
        }

        @Override
        public void read(int row, int pass, MemorySegment target, long offset) {
            source.read(numbers[row], pass, target, offset);
        }
    }

    private record Reshaped(Column.Computed source, Shape shape) implements Column.Computed {
        @Override
        public int rows() {
            return source.rows();
        }

        @Override
        public void read(int row, int pass, MemorySegment target, long offset) {
            source.read(row, pass, target, offset);
        }
    }
}
