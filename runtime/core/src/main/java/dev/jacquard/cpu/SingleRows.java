package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.FLOATS;
import static dev.jacquard.cpu.Lanes.ORDER;
import static dev.jacquard.cpu.Lanes.SIZE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.FloatVector.zero;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * One row of a product, c = a·b, as one, two or four vectors; element k of the left row is at aAt + k·aStep. For the rows that remain when
 * the blocks of {@link RowTiles} and {@link ColumnTiles} are done.
 */
final class SingleRows {
    private SingleRows() {
    }

    static void row4(MemorySegment a, long aAt, long aStep, MemorySegment b, long bAt, long bRow, int n, MemorySegment c, long cAt) {
        FloatVector c00 = zero(FLOATS);
        FloatVector c01 = zero(FLOATS);
        FloatVector c02 = zero(FLOATS);
        FloatVector c03 = zero(FLOATS);
        for (int k = 0; k < n; k++) {
            long q = bAt + k * bRow;
            FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER);
            FloatVector b1 = fromMemorySegment(FLOATS, b, q + SIZE, ORDER);
            FloatVector b2 = fromMemorySegment(FLOATS, b, q + 2 * SIZE, ORDER);
            FloatVector b3 = fromMemorySegment(FLOATS, b, q + 3 * SIZE, ORDER);
            FloatVector a0 = broadcast(FLOATS, a.get(JAVA_FLOAT, aAt + k * aStep));
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
        }
        c00.intoMemorySegment(c, cAt, ORDER);
        c01.intoMemorySegment(c, cAt + SIZE, ORDER);
        c02.intoMemorySegment(c, cAt + 2 * SIZE, ORDER);
        c03.intoMemorySegment(c, cAt + 3 * SIZE, ORDER);
    }

    static void row2(MemorySegment a, long aAt, long aStep, MemorySegment b, long bAt, long bRow, int n, MemorySegment c, long cAt) {
        FloatVector c00 = zero(FLOATS);
        FloatVector c01 = zero(FLOATS);
        for (int k = 0; k < n; k++) {
            long q = bAt + k * bRow;
            FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER);
            FloatVector b1 = fromMemorySegment(FLOATS, b, q + SIZE, ORDER);
            FloatVector a0 = broadcast(FLOATS, a.get(JAVA_FLOAT, aAt + k * aStep));
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
        }
        c00.intoMemorySegment(c, cAt, ORDER);
        c01.intoMemorySegment(c, cAt + SIZE, ORDER);
    }

    static void maskedRow(MemorySegment a, long aAt, long aStep, MemorySegment b, long bAt, long bRow, int n, MemorySegment c,
            long cAt, int lanes) {
        VectorMask<Float> mask = FLOATS.indexInRange(0, lanes);
        FloatVector c00 = zero(FLOATS);
        for (int k = 0; k < n; k++) {
            long q = bAt + k * bRow;
            FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER, mask);
            FloatVector a0 = broadcast(FLOATS, a.get(JAVA_FLOAT, aAt + k * aStep));
            c00 = a0.fma(b0, c00);
        }
        c00.intoMemorySegment(c, cAt, ORDER, mask);
    }
}
