package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.FLOATS;
import static dev.jacquard.cpu.Lanes.ORDER;
import static dev.jacquard.cpu.Lanes.SIZE;
import static dev.jacquard.cpu.Vectors.load;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.FloatVector.zero;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Blocks of a product c = s + a·b that stay in registers, for a left matrix whose <em>rows</em> are contiguous: element (i, k) of a is at aAt +
 * i·aRow + 4·k. The names say rows × vectors of the block. All places and distances are in bytes; n is the length of the sums. What a sum starts
 * from is a block s of c's shape: c itself, or with a distance of 0 between rows one row for all of them, a bias or zeros. The order of additions
 * along k is the same in all of them. Only the blocks with a mask start from zeros, always.
 *
 * <p>
 * Loads, multiply-adds and stores only, and as few of them as possible: with more inlined bytecodes than C2's limit every vector would become an
 * object, a hundred times slower.
 */
final class RowTiles {
    private RowTiles() {
    }

    static void tile5x4(MemorySegment a, long aAt, long aRow, MemorySegment b, long bAt, long bRow, int n, MemorySegment s, long sAt,
            long sRow, MemorySegment c, long cAt, long cRow) {
        FloatVector c00 = load(s, sAt);
        FloatVector c01 = load(s, sAt + SIZE);
        FloatVector c02 = load(s, sAt + 2 * SIZE);
        FloatVector c03 = load(s, sAt + 3 * SIZE);
        FloatVector c10 = load(s, sAt + sRow);
        FloatVector c11 = load(s, sAt + sRow + SIZE);
        FloatVector c12 = load(s, sAt + sRow + 2 * SIZE);
        FloatVector c13 = load(s, sAt + sRow + 3 * SIZE);
        FloatVector c20 = load(s, sAt + 2 * sRow);
        FloatVector c21 = load(s, sAt + 2 * sRow + SIZE);
        FloatVector c22 = load(s, sAt + 2 * sRow + 2 * SIZE);
        FloatVector c23 = load(s, sAt + 2 * sRow + 3 * SIZE);
        FloatVector c30 = load(s, sAt + 3 * sRow);
        FloatVector c31 = load(s, sAt + 3 * sRow + SIZE);
        FloatVector c32 = load(s, sAt + 3 * sRow + 2 * SIZE);
        FloatVector c33 = load(s, sAt + 3 * sRow + 3 * SIZE);
        FloatVector c40 = load(s, sAt + 4 * sRow);
        FloatVector c41 = load(s, sAt + 4 * sRow + SIZE);
        FloatVector c42 = load(s, sAt + 4 * sRow + 2 * SIZE);
        FloatVector c43 = load(s, sAt + 4 * sRow + 3 * SIZE);
        for (int k = 0; k < n; k++) {
            long p = aAt + 4L * k;
            long q = bAt + k * bRow;
            FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER);
            FloatVector b1 = fromMemorySegment(FLOATS, b, q + SIZE, ORDER);
            FloatVector b2 = fromMemorySegment(FLOATS, b, q + 2 * SIZE, ORDER);
            FloatVector b3 = fromMemorySegment(FLOATS, b, q + 3 * SIZE, ORDER);
            FloatVector a0 = broadcast(FLOATS, a.get(JAVA_FLOAT, p));
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
            FloatVector a1 = broadcast(FLOATS, a.get(JAVA_FLOAT, p + aRow));
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            c13 = a1.fma(b3, c13);
            FloatVector a2 = broadcast(FLOATS, a.get(JAVA_FLOAT, p + 2 * aRow));
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            c23 = a2.fma(b3, c23);
            FloatVector a3 = broadcast(FLOATS, a.get(JAVA_FLOAT, p + 3 * aRow));
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            c33 = a3.fma(b3, c33);
            FloatVector a4 = broadcast(FLOATS, a.get(JAVA_FLOAT, p + 4 * aRow));
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            c42 = a4.fma(b2, c42);
            c43 = a4.fma(b3, c43);
        }
        c00.intoMemorySegment(c, cAt, ORDER);
        c01.intoMemorySegment(c, cAt + SIZE, ORDER);
        c02.intoMemorySegment(c, cAt + 2 * SIZE, ORDER);
        c03.intoMemorySegment(c, cAt + 3 * SIZE, ORDER);
        c10.intoMemorySegment(c, cAt + cRow, ORDER);
        c11.intoMemorySegment(c, cAt + cRow + SIZE, ORDER);
        c12.intoMemorySegment(c, cAt + cRow + 2 * SIZE, ORDER);
        c13.intoMemorySegment(c, cAt + cRow + 3 * SIZE, ORDER);
        c20.intoMemorySegment(c, cAt + 2 * cRow, ORDER);
        c21.intoMemorySegment(c, cAt + 2 * cRow + SIZE, ORDER);
        c22.intoMemorySegment(c, cAt + 2 * cRow + 2 * SIZE, ORDER);
        c23.intoMemorySegment(c, cAt + 2 * cRow + 3 * SIZE, ORDER);
        c30.intoMemorySegment(c, cAt + 3 * cRow, ORDER);
        c31.intoMemorySegment(c, cAt + 3 * cRow + SIZE, ORDER);
        c32.intoMemorySegment(c, cAt + 3 * cRow + 2 * SIZE, ORDER);
        c33.intoMemorySegment(c, cAt + 3 * cRow + 3 * SIZE, ORDER);
        c40.intoMemorySegment(c, cAt + 4 * cRow, ORDER);
        c41.intoMemorySegment(c, cAt + 4 * cRow + SIZE, ORDER);
        c42.intoMemorySegment(c, cAt + 4 * cRow + 2 * SIZE, ORDER);
        c43.intoMemorySegment(c, cAt + 4 * cRow + 3 * SIZE, ORDER);
    }

    static void tile4x4(MemorySegment a, long aAt, long aRow, MemorySegment b, long bAt, long bRow, int n, MemorySegment s, long sAt,
            long sRow, MemorySegment c, long cAt, long cRow) {
        FloatVector c00 = load(s, sAt);
        FloatVector c01 = load(s, sAt + SIZE);
        FloatVector c02 = load(s, sAt + 2 * SIZE);
        FloatVector c03 = load(s, sAt + 3 * SIZE);
        FloatVector c10 = load(s, sAt + sRow);
        FloatVector c11 = load(s, sAt + sRow + SIZE);
        FloatVector c12 = load(s, sAt + sRow + 2 * SIZE);
        FloatVector c13 = load(s, sAt + sRow + 3 * SIZE);
        FloatVector c20 = load(s, sAt + 2 * sRow);
        FloatVector c21 = load(s, sAt + 2 * sRow + SIZE);
        FloatVector c22 = load(s, sAt + 2 * sRow + 2 * SIZE);
        FloatVector c23 = load(s, sAt + 2 * sRow + 3 * SIZE);
        FloatVector c30 = load(s, sAt + 3 * sRow);
        FloatVector c31 = load(s, sAt + 3 * sRow + SIZE);
        FloatVector c32 = load(s, sAt + 3 * sRow + 2 * SIZE);
        FloatVector c33 = load(s, sAt + 3 * sRow + 3 * SIZE);
        for (int k = 0; k < n; k++) {
            long p = aAt + 4L * k;
            long q = bAt + k * bRow;
            FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER);
            FloatVector b1 = fromMemorySegment(FLOATS, b, q + SIZE, ORDER);
            FloatVector b2 = fromMemorySegment(FLOATS, b, q + 2 * SIZE, ORDER);
            FloatVector b3 = fromMemorySegment(FLOATS, b, q + 3 * SIZE, ORDER);
            FloatVector a0 = broadcast(FLOATS, a.get(JAVA_FLOAT, p));
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
            FloatVector a1 = broadcast(FLOATS, a.get(JAVA_FLOAT, p + aRow));
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            c13 = a1.fma(b3, c13);
            FloatVector a2 = broadcast(FLOATS, a.get(JAVA_FLOAT, p + 2 * aRow));
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            c23 = a2.fma(b3, c23);
            FloatVector a3 = broadcast(FLOATS, a.get(JAVA_FLOAT, p + 3 * aRow));
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            c33 = a3.fma(b3, c33);
        }
        c00.intoMemorySegment(c, cAt, ORDER);
        c01.intoMemorySegment(c, cAt + SIZE, ORDER);
        c02.intoMemorySegment(c, cAt + 2 * SIZE, ORDER);
        c03.intoMemorySegment(c, cAt + 3 * SIZE, ORDER);
        c10.intoMemorySegment(c, cAt + cRow, ORDER);
        c11.intoMemorySegment(c, cAt + cRow + SIZE, ORDER);
        c12.intoMemorySegment(c, cAt + cRow + 2 * SIZE, ORDER);
        c13.intoMemorySegment(c, cAt + cRow + 3 * SIZE, ORDER);
        c20.intoMemorySegment(c, cAt + 2 * cRow, ORDER);
        c21.intoMemorySegment(c, cAt + 2 * cRow + SIZE, ORDER);
        c22.intoMemorySegment(c, cAt + 2 * cRow + 2 * SIZE, ORDER);
        c23.intoMemorySegment(c, cAt + 2 * cRow + 3 * SIZE, ORDER);
        c30.intoMemorySegment(c, cAt + 3 * cRow, ORDER);
        c31.intoMemorySegment(c, cAt + 3 * cRow + SIZE, ORDER);
        c32.intoMemorySegment(c, cAt + 3 * cRow + 2 * SIZE, ORDER);
        c33.intoMemorySegment(c, cAt + 3 * cRow + 3 * SIZE, ORDER);
    }

    static void tile3x4(MemorySegment a, long aAt, long aRow, MemorySegment b, long bAt, long bRow, int n, MemorySegment s, long sAt,
            long sRow, MemorySegment c, long cAt, long cRow) {
        FloatVector c00 = load(s, sAt);
        FloatVector c01 = load(s, sAt + SIZE);
        FloatVector c02 = load(s, sAt + 2 * SIZE);
        FloatVector c03 = load(s, sAt + 3 * SIZE);
        FloatVector c10 = load(s, sAt + sRow);
        FloatVector c11 = load(s, sAt + sRow + SIZE);
        FloatVector c12 = load(s, sAt + sRow + 2 * SIZE);
        FloatVector c13 = load(s, sAt + sRow + 3 * SIZE);
        FloatVector c20 = load(s, sAt + 2 * sRow);
        FloatVector c21 = load(s, sAt + 2 * sRow + SIZE);
        FloatVector c22 = load(s, sAt + 2 * sRow + 2 * SIZE);
        FloatVector c23 = load(s, sAt + 2 * sRow + 3 * SIZE);
        for (int k = 0; k < n; k++) {
            long p = aAt + 4L * k;
            long q = bAt + k * bRow;
            FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER);
            FloatVector b1 = fromMemorySegment(FLOATS, b, q + SIZE, ORDER);
            FloatVector b2 = fromMemorySegment(FLOATS, b, q + 2 * SIZE, ORDER);
            FloatVector b3 = fromMemorySegment(FLOATS, b, q + 3 * SIZE, ORDER);
            FloatVector a0 = broadcast(FLOATS, a.get(JAVA_FLOAT, p));
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
            FloatVector a1 = broadcast(FLOATS, a.get(JAVA_FLOAT, p + aRow));
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            c13 = a1.fma(b3, c13);
            FloatVector a2 = broadcast(FLOATS, a.get(JAVA_FLOAT, p + 2 * aRow));
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            c23 = a2.fma(b3, c23);
        }
        c00.intoMemorySegment(c, cAt, ORDER);
        c01.intoMemorySegment(c, cAt + SIZE, ORDER);
        c02.intoMemorySegment(c, cAt + 2 * SIZE, ORDER);
        c03.intoMemorySegment(c, cAt + 3 * SIZE, ORDER);
        c10.intoMemorySegment(c, cAt + cRow, ORDER);
        c11.intoMemorySegment(c, cAt + cRow + SIZE, ORDER);
        c12.intoMemorySegment(c, cAt + cRow + 2 * SIZE, ORDER);
        c13.intoMemorySegment(c, cAt + cRow + 3 * SIZE, ORDER);
        c20.intoMemorySegment(c, cAt + 2 * cRow, ORDER);
        c21.intoMemorySegment(c, cAt + 2 * cRow + SIZE, ORDER);
        c22.intoMemorySegment(c, cAt + 2 * cRow + 2 * SIZE, ORDER);
        c23.intoMemorySegment(c, cAt + 2 * cRow + 3 * SIZE, ORDER);
    }

    static void tile8x2(MemorySegment a, long aAt, long aRow, MemorySegment b, long bAt, long bRow, int n, MemorySegment s, long sAt,
            long sRow, MemorySegment c, long cAt, long cRow) {
        FloatVector c00 = load(s, sAt);
        FloatVector c01 = load(s, sAt + SIZE);
        FloatVector c10 = load(s, sAt + sRow);
        FloatVector c11 = load(s, sAt + sRow + SIZE);
        FloatVector c20 = load(s, sAt + 2 * sRow);
        FloatVector c21 = load(s, sAt + 2 * sRow + SIZE);
        FloatVector c30 = load(s, sAt + 3 * sRow);
        FloatVector c31 = load(s, sAt + 3 * sRow + SIZE);
        FloatVector c40 = load(s, sAt + 4 * sRow);
        FloatVector c41 = load(s, sAt + 4 * sRow + SIZE);
        FloatVector c50 = load(s, sAt + 5 * sRow);
        FloatVector c51 = load(s, sAt + 5 * sRow + SIZE);
        FloatVector c60 = load(s, sAt + 6 * sRow);
        FloatVector c61 = load(s, sAt + 6 * sRow + SIZE);
        FloatVector c70 = load(s, sAt + 7 * sRow);
        FloatVector c71 = load(s, sAt + 7 * sRow + SIZE);
        for (int k = 0; k < n; k++) {
            long p = aAt + 4L * k;
            long q = bAt + k * bRow;
            FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER);
            FloatVector b1 = fromMemorySegment(FLOATS, b, q + SIZE, ORDER);
            FloatVector a0 = broadcast(FLOATS, a.get(JAVA_FLOAT, p));
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = broadcast(FLOATS, a.get(JAVA_FLOAT, p + aRow));
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = broadcast(FLOATS, a.get(JAVA_FLOAT, p + 2 * aRow));
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = broadcast(FLOATS, a.get(JAVA_FLOAT, p + 3 * aRow));
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            FloatVector a4 = broadcast(FLOATS, a.get(JAVA_FLOAT, p + 4 * aRow));
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            FloatVector a5 = broadcast(FLOATS, a.get(JAVA_FLOAT, p + 5 * aRow));
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
            FloatVector a6 = broadcast(FLOATS, a.get(JAVA_FLOAT, p + 6 * aRow));
            c60 = a6.fma(b0, c60);
            c61 = a6.fma(b1, c61);
            FloatVector a7 = broadcast(FLOATS, a.get(JAVA_FLOAT, p + 7 * aRow));
            c70 = a7.fma(b0, c70);
            c71 = a7.fma(b1, c71);
        }
        c00.intoMemorySegment(c, cAt, ORDER);
        c01.intoMemorySegment(c, cAt + SIZE, ORDER);
        c10.intoMemorySegment(c, cAt + cRow, ORDER);
        c11.intoMemorySegment(c, cAt + cRow + SIZE, ORDER);
        c20.intoMemorySegment(c, cAt + 2 * cRow, ORDER);
        c21.intoMemorySegment(c, cAt + 2 * cRow + SIZE, ORDER);
        c30.intoMemorySegment(c, cAt + 3 * cRow, ORDER);
        c31.intoMemorySegment(c, cAt + 3 * cRow + SIZE, ORDER);
        c40.intoMemorySegment(c, cAt + 4 * cRow, ORDER);
        c41.intoMemorySegment(c, cAt + 4 * cRow + SIZE, ORDER);
        c50.intoMemorySegment(c, cAt + 5 * cRow, ORDER);
        c51.intoMemorySegment(c, cAt + 5 * cRow + SIZE, ORDER);
        c60.intoMemorySegment(c, cAt + 6 * cRow, ORDER);
        c61.intoMemorySegment(c, cAt + 6 * cRow + SIZE, ORDER);
        c70.intoMemorySegment(c, cAt + 7 * cRow, ORDER);
        c71.intoMemorySegment(c, cAt + 7 * cRow + SIZE, ORDER);
    }

    static void tile4x2(MemorySegment a, long aAt, long aRow, MemorySegment b, long bAt, long bRow, int n, MemorySegment s, long sAt,
            long sRow, MemorySegment c, long cAt, long cRow) {
        FloatVector c00 = load(s, sAt);
        FloatVector c01 = load(s, sAt + SIZE);
        FloatVector c10 = load(s, sAt + sRow);
        FloatVector c11 = load(s, sAt + sRow + SIZE);
        FloatVector c20 = load(s, sAt + 2 * sRow);
        FloatVector c21 = load(s, sAt + 2 * sRow + SIZE);
        FloatVector c30 = load(s, sAt + 3 * sRow);
        FloatVector c31 = load(s, sAt + 3 * sRow + SIZE);
        for (int k = 0; k < n; k++) {
            long p = aAt + 4L * k;
            long q = bAt + k * bRow;
            FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER);
            FloatVector b1 = fromMemorySegment(FLOATS, b, q + SIZE, ORDER);
            FloatVector a0 = broadcast(FLOATS, a.get(JAVA_FLOAT, p));
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = broadcast(FLOATS, a.get(JAVA_FLOAT, p + aRow));
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = broadcast(FLOATS, a.get(JAVA_FLOAT, p + 2 * aRow));
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = broadcast(FLOATS, a.get(JAVA_FLOAT, p + 3 * aRow));
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
        }
        c00.intoMemorySegment(c, cAt, ORDER);
        c01.intoMemorySegment(c, cAt + SIZE, ORDER);
        c10.intoMemorySegment(c, cAt + cRow, ORDER);
        c11.intoMemorySegment(c, cAt + cRow + SIZE, ORDER);
        c20.intoMemorySegment(c, cAt + 2 * cRow, ORDER);
        c21.intoMemorySegment(c, cAt + 2 * cRow + SIZE, ORDER);
        c30.intoMemorySegment(c, cAt + 3 * cRow, ORDER);
        c31.intoMemorySegment(c, cAt + 3 * cRow + SIZE, ORDER);
    }

    static void tile3x2(MemorySegment a, long aAt, long aRow, MemorySegment b, long bAt, long bRow, int n, MemorySegment s, long sAt,
            long sRow, MemorySegment c, long cAt, long cRow) {
        FloatVector c00 = load(s, sAt);
        FloatVector c01 = load(s, sAt + SIZE);
        FloatVector c10 = load(s, sAt + sRow);
        FloatVector c11 = load(s, sAt + sRow + SIZE);
        FloatVector c20 = load(s, sAt + 2 * sRow);
        FloatVector c21 = load(s, sAt + 2 * sRow + SIZE);
        for (int k = 0; k < n; k++) {
            long p = aAt + 4L * k;
            long q = bAt + k * bRow;
            FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER);
            FloatVector b1 = fromMemorySegment(FLOATS, b, q + SIZE, ORDER);
            FloatVector a0 = broadcast(FLOATS, a.get(JAVA_FLOAT, p));
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = broadcast(FLOATS, a.get(JAVA_FLOAT, p + aRow));
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = broadcast(FLOATS, a.get(JAVA_FLOAT, p + 2 * aRow));
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
        }
        c00.intoMemorySegment(c, cAt, ORDER);
        c01.intoMemorySegment(c, cAt + SIZE, ORDER);
        c10.intoMemorySegment(c, cAt + cRow, ORDER);
        c11.intoMemorySegment(c, cAt + cRow + SIZE, ORDER);
        c20.intoMemorySegment(c, cAt + 2 * cRow, ORDER);
        c21.intoMemorySegment(c, cAt + 2 * cRow + SIZE, ORDER);
    }

    static void masked4(MemorySegment a, long aAt, long aRow, MemorySegment b, long bAt, long bRow, int n,
            MemorySegment c, long cAt, long cRow, int lanes) {
        VectorMask<Float> mask = FLOATS.indexInRange(0, lanes);
        FloatVector c00 = zero(FLOATS);
        FloatVector c10 = zero(FLOATS);
        FloatVector c20 = zero(FLOATS);
        FloatVector c30 = zero(FLOATS);
        for (int k = 0; k < n; k++) {
            long p = aAt + 4L * k;
            long q = bAt + k * bRow;
            FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER, mask);
            FloatVector a0 = broadcast(FLOATS, a.get(JAVA_FLOAT, p));
            c00 = a0.fma(b0, c00);
            FloatVector a1 = broadcast(FLOATS, a.get(JAVA_FLOAT, p + aRow));
            c10 = a1.fma(b0, c10);
            FloatVector a2 = broadcast(FLOATS, a.get(JAVA_FLOAT, p + 2 * aRow));
            c20 = a2.fma(b0, c20);
            FloatVector a3 = broadcast(FLOATS, a.get(JAVA_FLOAT, p + 3 * aRow));
            c30 = a3.fma(b0, c30);
        }
        c00.intoMemorySegment(c, cAt, ORDER, mask);
        c10.intoMemorySegment(c, cAt + cRow, ORDER, mask);
        c20.intoMemorySegment(c, cAt + 2 * cRow, ORDER, mask);
        c30.intoMemorySegment(c, cAt + 3 * cRow, ORDER, mask);
    }
}
