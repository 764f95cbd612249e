package dev.jacquard.cpu;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

import dev.jacquard.network.Column;

/** Copies of rows and columns. Whole rows go through the virtual machine's own copy, which is vectorised everywhere. */
final class ScalarMoves {
    private ScalarMoves() {
    }

    static void gatherRows(MemorySegment source, int[] order, int first, MemorySegment out, int from, int to, int width) {
        long bytes = 4L * width;
        for (int row = from; row < to; row++) {
            MemorySegment.copy(source, order[first + row] * bytes, out, row * bytes, bytes);
        }
    }

    static void gatherBytes(MemorySegment source, int[] order, int first, MemorySegment out, int from, int to, int width, float scale,
            float offset) {
        for (int row = from; row < to; row++) {
            bytesToFloats(source, (long) order[first + row] * width, out, (long) row * width, width, scale, offset);
        }
    }

    private static void bytesToFloats(MemorySegment source, long at, MemorySegment target, long to, int length, float scale, float offset) {
        for (int j = 0; j < length; j++) {
            Floats.set(target, to + j, scale * Byte.toUnsignedInt(source.get(JAVA_BYTE, at + j)) + offset);
        }
    }

    /** The rows of a batch, (rows, width), of which only columns [from, to) are filled. */
    static MemorySegment floats(InputRows input, int rows, int width, int from, int to) {
        MemorySegment values = Scratch.floats(Scratch.Slot.LEFT, (long) rows * width);
        for (int row = 0; row < rows; row++) {
            long at = input.row(row) * width + from;
            long target = (long) row * width + from;
            switch (input.column()) {
                case Column.Bytes bytes -> bytesToFloats(bytes.values(), at, values, target, to - from, bytes.scale(), bytes.offset());
                case Column.Floats floats -> MemorySegment.copy(floats.values(), 4 * at, values, 4 * target, 4L * (to - from));
                default -> throw new IllegalStateException("rows of " + input.column() + " are not in memory");
            }
        }
        return values;
    }

    static void fill(MemorySegment values, long from, long to, float value) {
        for (long i = from; i < to; i++) {
            Floats.set(values, i, value);
        }
    }

    static void copy(MemorySegment source, MemorySegment target, long from, long to) {
        MemorySegment.copy(source, 4 * from, target, 4 * from, 4 * (to - from));
    }

    static void copyColumns(MemorySegment source, int sourceWidth, int sourceOffset, MemorySegment target, int targetWidth, int targetOffset,
            int width, int from, int to) {
        for (int row = from; row < to; row++) {
            MemorySegment.copy(source, 4 * ((long) row * sourceWidth + sourceOffset), target, 4 * ((long) row * targetWidth + targetOffset),
                    4L * width);
        }
    }

    static void addColumns(MemorySegment source, int sourceWidth, int sourceOffset, MemorySegment target, int targetWidth, int targetOffset,
            int width, int from, int to) {
        for (int row = from; row < to; row++) {
            ScalarProducts.addMultiple(target, (long) row * targetWidth + targetOffset, source, (long) row * sourceWidth + sourceOffset, 1, width);
        }
    }
}
