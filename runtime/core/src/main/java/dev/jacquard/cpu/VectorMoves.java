package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.BYTES;
import static dev.jacquard.cpu.Lanes.FLOATS;
import static dev.jacquard.cpu.Lanes.INTS;
import static dev.jacquard.cpu.Lanes.LENGTH;
import static dev.jacquard.cpu.Lanes.ORDER;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.B2I;
import static jdk.incubator.vector.VectorOperators.I2F;

import java.lang.foreign.MemorySegment;

import dev.jacquard.network.Column;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Moves that do more than copy. */
final class VectorMoves {
    private static final Trials TO_ARRAY = new Trials();
    private static final Trials BYTES_TO_FLOATS = new Trials();
    private static final Trials BYTES_TO_ARRAY = new Trials();

    private VectorMoves() {
    }

    static void gatherBytes(MemorySegment source, int[] order, int first, MemorySegment out, int from, int to, int width, float scale,
            float offset) {
        for (int row = from; row < to; row++) {
            bytesToFloats(source, (long) order[first + row] * width, out, 4L * row * width, width, scale, offset);
        }
    }

    private static void bytesToFloats(MemorySegment source, long at, MemorySegment target, long to, int length, float scale, float offset) {
        FloatVector offsets = FloatVector.broadcast(FLOATS, offset);
        FloatVector scales = FloatVector.broadcast(FLOATS, scale);
        // A vector of bytes may be longer than one of floats: stop where it would reach beyond the row.
        int end = (int) Math.min(BYTES_TO_FLOATS.end(0, length), length + LENGTH - BYTES.length());
        long start = BYTES_TO_FLOATS.clock();
        int j = 0;
        for (; j <= end - LENGTH; j += LENGTH) {
            unsigned(source, at + j).fma(scales, offsets).intoMemorySegment(target, to + 4L * j, ORDER);
        }
        BYTES_TO_FLOATS.done(start, j / LENGTH * 5L);
        for (; j < length; j++) {
            Floats.set(target, (to >> 2) + j, Math.fma(Byte.toUnsignedInt(source.get(JAVA_BYTE, at + j)), scale, offset));
        }
    }

    private static void bytesToArray(MemorySegment source, long at, float[] target, int to, int length, float scale, float offset) {
        FloatVector offsets = FloatVector.broadcast(FLOATS, offset);
        FloatVector scales = FloatVector.broadcast(FLOATS, scale);
        int end = (int) Math.min(BYTES_TO_ARRAY.end(0, length), length + LENGTH - BYTES.length());
        long start = BYTES_TO_ARRAY.clock();
        int j = 0;
        for (; j <= end - LENGTH; j += LENGTH) {
            unsigned(source, at + j).fma(scales, offsets).intoArray(target, to + j);
        }
        BYTES_TO_ARRAY.done(start, j / LENGTH * 5L);
        for (; j < length; j++) {
            target[to + j] = Math.fma(Byte.toUnsignedInt(source.get(JAVA_BYTE, at + j)), scale, offset);
        }
    }

    private static FloatVector unsigned(MemorySegment source, long at) {
        IntVector integers = (IntVector) ByteVector.fromMemorySegment(BYTES, source, at, ORDER).convertShape(B2I, INTS, 0);
        return (FloatVector) integers.lanewise(AND, 0xFF).convertShape(I2F, FLOATS, 0);
    }

    /** Copies numbers [start, start + length) of some rows of a batch, one row behind the other. */
    static void toArray(InputRows rows, int row, int count, int start, int length, float[] target) {
        switch (rows.column()) {
            case Column.Bytes bytes -> {
                for (int i = 0; i < count; i++) {
                    bytesToArray(bytes.values(), rows.row(row + i) * bytes.width() + start, target, i * length, length, bytes.scale(),
                            bytes.offset());
                }
            }
            case Column.Floats floats -> {
                for (int i = 0; i < count; i++) {
                    toArray(floats.values(), 4 * (rows.row(row + i) * floats.width() + start), target, i * length, length);
                }
            }
            default -> throw new IllegalStateException("rows of " + rows.column() + " are not in memory");
        }
    }

    /** Copies floats that begin at a byte of memory. */
    static void toArray(MemorySegment source, long at, float[] target, int to, int length) {
        if (TO_ARRAY.passed()) {
            toArray(source, at, target, to, length, length);
        } else {
            int end = (int) TO_ARRAY.end(0, length);
            long start = TO_ARRAY.clock();
            toArray(source, at, target, to, end, length);
            TO_ARRAY.done(start, end / LENGTH * 2L);
        }
    }

    /** Floats up to {@code end} as vectors, as far as whole ones go. */
    private static void toArray(MemorySegment source, long at, float[] target, int to, int end, int length) {
        int j = 0;
        for (; j <= end - LENGTH; j += LENGTH) {
            FloatVector.fromMemorySegment(FLOATS, source, at + 4L * j, ORDER).intoArray(target, to + j);
        }
        for (; j < length; j++) {
            target[to + j] = source.get(JAVA_FLOAT, at + 4L * j);
        }
    }

    static void fill(MemorySegment values, long from, long to, float value) {
        FloatVector filler = FloatVector.broadcast(FLOATS, value);
        long i = from;
        for (; i <= to - LENGTH; i += LENGTH) {
            filler.intoMemorySegment(values, 4 * i, ORDER);
        }
        for (; i < to; i++) {
            Floats.set(values, i, value);
        }
    }

    static void addColumns(MemorySegment source, int sourceWidth, int sourceOffset, MemorySegment target, int targetWidth, int targetOffset,
            int width, int from, int to) {
        for (int row = from; row < to; row++) {
            VectorProducts.addMultiple(target, 4 * ((long) row * targetWidth + targetOffset), source,
                    4 * ((long) row * sourceWidth + sourceOffset), 1, width);
        }
    }
}
