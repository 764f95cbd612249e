package dev.jacquard.cuda;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

import dev.jacquard.network.Column;
import dev.jacquard.network.Samples;

/**
 * How rows of a data set lie in the card's memory and on their way to it. Bytes of inputs stay bytes; everything else is 32-bit words. Rows of inputs
 * are multiples of 16 bytes apart, rows of targets follow each other.
 */
record RowLayout(List<Part> inputs, List<Part> targets) {
    /** Keeps its own copies. */
    RowLayout {
        inputs = List.copyOf(inputs);
        targets = List.copyOf(targets);
    }

    /**
     * One column.
     *
     * @param bytes  whether its numbers stay bytes that mean byte·scale + offset
     * @param stride bytes from row to row
     */
    record Part(Column column, boolean bytes, int stride) {
        int width() {
            return column.width();
        }

        /** What a byte is multiplied with. */
        float scale() {
            return column instanceof Column.Bytes raw ? raw.scale() : 1;
        }

        /** What is added to it then. */
        float offset() {
            return column instanceof Column.Bytes raw ? raw.offset() : 0;
        }

        /** Writes rows of the set one after another. */
        void gather(int[] order, int from, int to, int pass, MemorySegment target) {
            for (int i = from; i < to; i++) {
                long at = (long) (i - from) * stride;
                if (bytes && column instanceof Column.Bytes raw) {
                    MemorySegment.copy(raw.values(), (long) order[i] * width(), target, at, width());
                } else {
                    HostRows.read(column, order[i], pass, target, at / Float.BYTES);
                }
            }
        }
    }

    /**
     * The layout of a data set.
     *
     * @param offsets whether bytes with an offset stay bytes too; else they become floats
     */
    static RowLayout of(Samples samples, boolean offsets) {
        return new RowLayout(samples.inputs().stream().map(column -> input(column, offsets)).toList(),
                samples.targets().stream().map(column -> new Part(column, false, Float.BYTES * column.width())).toList());
    }

    private static Part input(Column column, boolean offsets) {
        boolean bytes = column instanceof Column.Bytes raw && (offsets || raw.offset() == 0);
        int length = column.width() * (bytes ? 1 : Float.BYTES);
        return new Part(column, bytes, (length + 15) / 16 * 16);
    }

    /** Inputs, then targets. */
    List<Part> parts() {
        List<Part> parts = new ArrayList<>(inputs);
        parts.addAll(targets);
        return parts;
    }

    /** Bytes that so many rows take. */
    long bytes(long rows) {
        return parts().stream().mapToLong(part -> rows * part.stride()).sum();
    }

    /** Whether every pass over the set reads the same numbers. */
    boolean constant() {
        return parts().stream().noneMatch(part -> part.column() instanceof Column.Computed);
    }
}
