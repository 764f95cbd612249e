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
 * One row of a product, c = s + a·b, as one, two or four vectors; element k of the left row is at aAt + k·aStep. For the rows that remain when
 * the blocks of {@link RowTiles} and {@link ColumnTiles} are done.
 */
final class SingleRows {
    private SingleRows() {
    }

    static void row4(MemorySegment a, long aAt, long aStep, MemorySegment b, long bAt, long bRow, int n, MemorySegment s, long sAt,
            MemorySegment c, long cAt) {
        FloatVector c0 = fromMemorySegment(FLOATS, s, sAt, ORDER);
        FloatVector c1 = fromMemorySegment(FLOATS, s, sAt + SIZE, ORDER);
        FloatVector c2 = fromMemorySegment(FLOATS, s, sAt + 2 * SIZE, ORDER);
        FloatVector c3 = fromMemorySegment(FLOATS, s, sAt + 3 * SIZE, ORDER);
        for (int k = 0; k < n; k++) {
            long q = bAt + k * bRow;
            FloatVector ak = broadcast(FLOATS, a.get(JAVA_FLOAT, aAt + k * aStep));
            c0 = ak.fma(fromMemorySegment(FLOATS, b, q, ORDER), c0);
            c1 = ak.fma(fromMemorySegment(FLOATS, b, q + SIZE, ORDER), c1);
            c2 = ak.fma(fromMemorySegment(FLOATS, b, q + 2 * SIZE, ORDER), c2);
            c3 = ak.fma(fromMemorySegment(FLOATS, b, q + 3 * SIZE, ORDER), c3);
        }
        c0.intoMemorySegment(c, cAt, ORDER);
        c1.intoMemorySegment(c, cAt + SIZE, ORDER);
        c2.intoMemorySegment(c, cAt + 2 * SIZE, ORDER);
        c3.intoMemorySegment(c, cAt + 3 * SIZE, ORDER);
    }

    static void row2(MemorySegment a, long aAt, long aStep, MemorySegment b, long bAt, long bRow, int n, MemorySegment s, long sAt,
            MemorySegment c, long cAt) {
        FloatVector c0 = fromMemorySegment(FLOATS, s, sAt, ORDER);
        FloatVector c1 = fromMemorySegment(FLOATS, s, sAt + SIZE, ORDER);
        for (int k = 0; k < n; k++) {
            long q = bAt + k * bRow;
            FloatVector ak = broadcast(FLOATS, a.get(JAVA_FLOAT, aAt + k * aStep));
            c0 = ak.fma(fromMemorySegment(FLOATS, b, q, ORDER), c0);
            c1 = ak.fma(fromMemorySegment(FLOATS, b, q + SIZE, ORDER), c1);
        }
        c0.intoMemorySegment(c, cAt, ORDER);
        c1.intoMemorySegment(c, cAt + SIZE, ORDER);
    }

    /** With a mask, from zeros; and as {@link ColumnTiles} over {@code leaps} stretches of the sum. */
    static void maskedRow(MemorySegment a, long aAt, long aStep, long aLeap, MemorySegment b, long bAt, long bRow, long bLeap, int n, int leaps,
            MemorySegment c, long cAt, int lanes) {
        VectorMask<Float> mask = FLOATS.indexInRange(0, lanes);
        FloatVector c0 = zero(FLOATS);
        for (int leap = 0; leap < leaps; leap++) {
            long p = aAt + leap * aLeap;
            long q = bAt + leap * bLeap;
            for (int k = 0; k < n; k++) {
                FloatVector ak = broadcast(FLOATS, a.get(JAVA_FLOAT, p + k * aStep));
                c0 = ak.fma(fromMemorySegment(FLOATS, b, q + k * bRow, ORDER, mask), c0);
            }
        }
        c0.intoMemorySegment(c, cAt, ORDER, mask);
    }
}
