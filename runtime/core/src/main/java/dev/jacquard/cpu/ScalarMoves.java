package dev.jacquard.cpu;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

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
            long start = (long) order[first + row] * width;
            for (int j = 0; j < width; j++) {
                int value = Byte.toUnsignedInt(source.get(JAVA_BYTE, start + j));
                Floats.set(out, (long) row * width + j, scale * value + offset);
            }
        }
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
