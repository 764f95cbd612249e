package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.FLOATS;
import static dev.jacquard.cpu.Lanes.LENGTH;
import static dev.jacquard.cpu.Lanes.ORDER;
import static dev.jacquard.cpu.Lanes.SIZE;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Blocks of a product c = s + a·b that stay in registers, for a left matrix whose <em>rows</em> are contiguous: element (i, k) of a is at aAt +
 * i·aRow + k. The names say rows × vectors of the block. The sums go over n elements, {@code leaps} times, each time aLeap and bLeap further on:
 * as the rows of a window in an image do. Places and distances are in floats for the arrays a and s, in bytes for b and c. With an sRow of 0 all
 * rows start from one row, a bias or zeros. The order of additions is the same in all blocks.
 *
 * <p>
 * The left matrix is an array because C2 takes the checks of such an element out of the loop, and C1 a hundred times fewer values to number: reads from
 * memory segments brought both to limits beyond which vectors become objects, a hundred times slower, or the method is never compiled again. For
 * the same reason these are loads, multiply-adds and stores only, every sum loads its own start, and what a block starts from is an array too.
 */
final class RowTiles {
    private RowTiles() {
    }

    // One line a row of the block.
    // @formatter:off

    static void tile6x4(float[] a, int aAt, int aRow, int aLeap, MemorySegment b, long bAt, long bRow, long bLeap, int n, int leaps,
            float[] s, int sAt, int sRow, MemorySegment c, long cAt, long cRow) {
        FloatVector c0a = fromArray(FLOATS, s, sAt), c0b = fromArray(FLOATS, s, sAt + LENGTH);
        FloatVector c0c = fromArray(FLOATS, s, sAt + 2 * LENGTH), c0d = fromArray(FLOATS, s, sAt + 3 * LENGTH);
        FloatVector c1a = fromArray(FLOATS, s, sAt + sRow), c1b = fromArray(FLOATS, s, sAt + sRow + LENGTH);
        FloatVector c1c = fromArray(FLOATS, s, sAt + sRow + 2 * LENGTH), c1d = fromArray(FLOATS, s, sAt + sRow + 3 * LENGTH);
        FloatVector c2a = fromArray(FLOATS, s, sAt + 2 * sRow), c2b = fromArray(FLOATS, s, sAt + 2 * sRow + LENGTH);
        FloatVector c2c = fromArray(FLOATS, s, sAt + 2 * sRow + 2 * LENGTH), c2d = fromArray(FLOATS, s, sAt + 2 * sRow + 3 * LENGTH);
        FloatVector c3a = fromArray(FLOATS, s, sAt + 3 * sRow), c3b = fromArray(FLOATS, s, sAt + 3 * sRow + LENGTH);
        FloatVector c3c = fromArray(FLOATS, s, sAt + 3 * sRow + 2 * LENGTH), c3d = fromArray(FLOATS, s, sAt + 3 * sRow + 3 * LENGTH);
        FloatVector c4a = fromArray(FLOATS, s, sAt + 4 * sRow), c4b = fromArray(FLOATS, s, sAt + 4 * sRow + LENGTH);
        FloatVector c4c = fromArray(FLOATS, s, sAt + 4 * sRow + 2 * LENGTH), c4d = fromArray(FLOATS, s, sAt + 4 * sRow + 3 * LENGTH);
        FloatVector c5a = fromArray(FLOATS, s, sAt + 5 * sRow), c5b = fromArray(FLOATS, s, sAt + 5 * sRow + LENGTH);
        FloatVector c5c = fromArray(FLOATS, s, sAt + 5 * sRow + 2 * LENGTH), c5d = fromArray(FLOATS, s, sAt + 5 * sRow + 3 * LENGTH);
        for (int leap = 0; leap < leaps; leap++) {
            int p0 = aAt + leap * aLeap;
            long q0 = bAt + leap * bLeap;
            for (int k = 0; k < n; k++) {
                int p = p0 + k;
                long q = q0 + k * bRow;
                FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER), b1 = fromMemorySegment(FLOATS, b, q + SIZE, ORDER);
                FloatVector b2 = fromMemorySegment(FLOATS, b, q + 2 * SIZE, ORDER), b3 = fromMemorySegment(FLOATS, b, q + 3 * SIZE, ORDER);
                FloatVector a0 = broadcast(FLOATS, a[p]);
                c0a = a0.fma(b0, c0a); c0b = a0.fma(b1, c0b); c0c = a0.fma(b2, c0c); c0d = a0.fma(b3, c0d);
                FloatVector a1 = broadcast(FLOATS, a[p + aRow]);
                c1a = a1.fma(b0, c1a); c1b = a1.fma(b1, c1b); c1c = a1.fma(b2, c1c); c1d = a1.fma(b3, c1d);
                FloatVector a2 = broadcast(FLOATS, a[p + 2 * aRow]);
                c2a = a2.fma(b0, c2a); c2b = a2.fma(b1, c2b); c2c = a2.fma(b2, c2c); c2d = a2.fma(b3, c2d);
                FloatVector a3 = broadcast(FLOATS, a[p + 3 * aRow]);
                c3a = a3.fma(b0, c3a); c3b = a3.fma(b1, c3b); c3c = a3.fma(b2, c3c); c3d = a3.fma(b3, c3d);
                FloatVector a4 = broadcast(FLOATS, a[p + 4 * aRow]);
                c4a = a4.fma(b0, c4a); c4b = a4.fma(b1, c4b); c4c = a4.fma(b2, c4c); c4d = a4.fma(b3, c4d);
                FloatVector a5 = broadcast(FLOATS, a[p + 5 * aRow]);
                c5a = a5.fma(b0, c5a); c5b = a5.fma(b1, c5b); c5c = a5.fma(b2, c5c); c5d = a5.fma(b3, c5d);
            }
        }
        c0a.intoMemorySegment(c, cAt, ORDER); c0b.intoMemorySegment(c, cAt + SIZE, ORDER);
        c0c.intoMemorySegment(c, cAt + 2 * SIZE, ORDER); c0d.intoMemorySegment(c, cAt + 3 * SIZE, ORDER);
        c1a.intoMemorySegment(c, cAt + cRow, ORDER); c1b.intoMemorySegment(c, cAt + cRow + SIZE, ORDER);
        c1c.intoMemorySegment(c, cAt + cRow + 2 * SIZE, ORDER); c1d.intoMemorySegment(c, cAt + cRow + 3 * SIZE, ORDER);
        c2a.intoMemorySegment(c, cAt + 2 * cRow, ORDER); c2b.intoMemorySegment(c, cAt + 2 * cRow + SIZE, ORDER);
        c2c.intoMemorySegment(c, cAt + 2 * cRow + 2 * SIZE, ORDER); c2d.intoMemorySegment(c, cAt + 2 * cRow + 3 * SIZE, ORDER);
        c3a.intoMemorySegment(c, cAt + 3 * cRow, ORDER); c3b.intoMemorySegment(c, cAt + 3 * cRow + SIZE, ORDER);
        c3c.intoMemorySegment(c, cAt + 3 * cRow + 2 * SIZE, ORDER); c3d.intoMemorySegment(c, cAt + 3 * cRow + 3 * SIZE, ORDER);
        c4a.intoMemorySegment(c, cAt + 4 * cRow, ORDER); c4b.intoMemorySegment(c, cAt + 4 * cRow + SIZE, ORDER);
        c4c.intoMemorySegment(c, cAt + 4 * cRow + 2 * SIZE, ORDER); c4d.intoMemorySegment(c, cAt + 4 * cRow + 3 * SIZE, ORDER);
        c5a.intoMemorySegment(c, cAt + 5 * cRow, ORDER); c5b.intoMemorySegment(c, cAt + 5 * cRow + SIZE, ORDER);
        c5c.intoMemorySegment(c, cAt + 5 * cRow + 2 * SIZE, ORDER); c5d.intoMemorySegment(c, cAt + 5 * cRow + 3 * SIZE, ORDER);
    }

    static void tile5x4(float[] a, int aAt, int aRow, int aLeap, MemorySegment b, long bAt, long bRow, long bLeap, int n, int leaps,
            float[] s, int sAt, int sRow, MemorySegment c, long cAt, long cRow) {
        FloatVector c0a = fromArray(FLOATS, s, sAt), c0b = fromArray(FLOATS, s, sAt + LENGTH);
        FloatVector c0c = fromArray(FLOATS, s, sAt + 2 * LENGTH), c0d = fromArray(FLOATS, s, sAt + 3 * LENGTH);
        FloatVector c1a = fromArray(FLOATS, s, sAt + sRow), c1b = fromArray(FLOATS, s, sAt + sRow + LENGTH);
        FloatVector c1c = fromArray(FLOATS, s, sAt + sRow + 2 * LENGTH), c1d = fromArray(FLOATS, s, sAt + sRow + 3 * LENGTH);
        FloatVector c2a = fromArray(FLOATS, s, sAt + 2 * sRow), c2b = fromArray(FLOATS, s, sAt + 2 * sRow + LENGTH);
        FloatVector c2c = fromArray(FLOATS, s, sAt + 2 * sRow + 2 * LENGTH), c2d = fromArray(FLOATS, s, sAt + 2 * sRow + 3 * LENGTH);
        FloatVector c3a = fromArray(FLOATS, s, sAt + 3 * sRow), c3b = fromArray(FLOATS, s, sAt + 3 * sRow + LENGTH);
        FloatVector c3c = fromArray(FLOATS, s, sAt + 3 * sRow + 2 * LENGTH), c3d = fromArray(FLOATS, s, sAt + 3 * sRow + 3 * LENGTH);
        FloatVector c4a = fromArray(FLOATS, s, sAt + 4 * sRow), c4b = fromArray(FLOATS, s, sAt + 4 * sRow + LENGTH);
        FloatVector c4c = fromArray(FLOATS, s, sAt + 4 * sRow + 2 * LENGTH), c4d = fromArray(FLOATS, s, sAt + 4 * sRow + 3 * LENGTH);
        for (int leap = 0; leap < leaps; leap++) {
            int p0 = aAt + leap * aLeap;
            long q0 = bAt + leap * bLeap;
            for (int k = 0; k < n; k++) {
                int p = p0 + k;
                long q = q0 + k * bRow;
                FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER), b1 = fromMemorySegment(FLOATS, b, q + SIZE, ORDER);
                FloatVector b2 = fromMemorySegment(FLOATS, b, q + 2 * SIZE, ORDER), b3 = fromMemorySegment(FLOATS, b, q + 3 * SIZE, ORDER);
                FloatVector a0 = broadcast(FLOATS, a[p]);
                c0a = a0.fma(b0, c0a); c0b = a0.fma(b1, c0b); c0c = a0.fma(b2, c0c); c0d = a0.fma(b3, c0d);
                FloatVector a1 = broadcast(FLOATS, a[p + aRow]);
                c1a = a1.fma(b0, c1a); c1b = a1.fma(b1, c1b); c1c = a1.fma(b2, c1c); c1d = a1.fma(b3, c1d);
                FloatVector a2 = broadcast(FLOATS, a[p + 2 * aRow]);
                c2a = a2.fma(b0, c2a); c2b = a2.fma(b1, c2b); c2c = a2.fma(b2, c2c); c2d = a2.fma(b3, c2d);
                FloatVector a3 = broadcast(FLOATS, a[p + 3 * aRow]);
                c3a = a3.fma(b0, c3a); c3b = a3.fma(b1, c3b); c3c = a3.fma(b2, c3c); c3d = a3.fma(b3, c3d);
                FloatVector a4 = broadcast(FLOATS, a[p + 4 * aRow]);
                c4a = a4.fma(b0, c4a); c4b = a4.fma(b1, c4b); c4c = a4.fma(b2, c4c); c4d = a4.fma(b3, c4d);
            }
        }
        c0a.intoMemorySegment(c, cAt, ORDER); c0b.intoMemorySegment(c, cAt + SIZE, ORDER);
        c0c.intoMemorySegment(c, cAt + 2 * SIZE, ORDER); c0d.intoMemorySegment(c, cAt + 3 * SIZE, ORDER);
        c1a.intoMemorySegment(c, cAt + cRow, ORDER); c1b.intoMemorySegment(c, cAt + cRow + SIZE, ORDER);
        c1c.intoMemorySegment(c, cAt + cRow + 2 * SIZE, ORDER); c1d.intoMemorySegment(c, cAt + cRow + 3 * SIZE, ORDER);
        c2a.intoMemorySegment(c, cAt + 2 * cRow, ORDER); c2b.intoMemorySegment(c, cAt + 2 * cRow + SIZE, ORDER);
        c2c.intoMemorySegment(c, cAt + 2 * cRow + 2 * SIZE, ORDER); c2d.intoMemorySegment(c, cAt + 2 * cRow + 3 * SIZE, ORDER);
        c3a.intoMemorySegment(c, cAt + 3 * cRow, ORDER); c3b.intoMemorySegment(c, cAt + 3 * cRow + SIZE, ORDER);
        c3c.intoMemorySegment(c, cAt + 3 * cRow + 2 * SIZE, ORDER); c3d.intoMemorySegment(c, cAt + 3 * cRow + 3 * SIZE, ORDER);
        c4a.intoMemorySegment(c, cAt + 4 * cRow, ORDER); c4b.intoMemorySegment(c, cAt + 4 * cRow + SIZE, ORDER);
        c4c.intoMemorySegment(c, cAt + 4 * cRow + 2 * SIZE, ORDER); c4d.intoMemorySegment(c, cAt + 4 * cRow + 3 * SIZE, ORDER);
    }

    static void tile4x4(float[] a, int aAt, int aRow, int aLeap, MemorySegment b, long bAt, long bRow, long bLeap, int n, int leaps,
            float[] s, int sAt, int sRow, MemorySegment c, long cAt, long cRow) {
        FloatVector c0a = fromArray(FLOATS, s, sAt), c0b = fromArray(FLOATS, s, sAt + LENGTH);
        FloatVector c0c = fromArray(FLOATS, s, sAt + 2 * LENGTH), c0d = fromArray(FLOATS, s, sAt + 3 * LENGTH);
        FloatVector c1a = fromArray(FLOATS, s, sAt + sRow), c1b = fromArray(FLOATS, s, sAt + sRow + LENGTH);
        FloatVector c1c = fromArray(FLOATS, s, sAt + sRow + 2 * LENGTH), c1d = fromArray(FLOATS, s, sAt + sRow + 3 * LENGTH);
        FloatVector c2a = fromArray(FLOATS, s, sAt + 2 * sRow), c2b = fromArray(FLOATS, s, sAt + 2 * sRow + LENGTH);
        FloatVector c2c = fromArray(FLOATS, s, sAt + 2 * sRow + 2 * LENGTH), c2d = fromArray(FLOATS, s, sAt + 2 * sRow + 3 * LENGTH);
        FloatVector c3a = fromArray(FLOATS, s, sAt + 3 * sRow), c3b = fromArray(FLOATS, s, sAt + 3 * sRow + LENGTH);
        FloatVector c3c = fromArray(FLOATS, s, sAt + 3 * sRow + 2 * LENGTH), c3d = fromArray(FLOATS, s, sAt + 3 * sRow + 3 * LENGTH);
        for (int leap = 0; leap < leaps; leap++) {
            int p0 = aAt + leap * aLeap;
            long q0 = bAt + leap * bLeap;
            for (int k = 0; k < n; k++) {
                int p = p0 + k;
                long q = q0 + k * bRow;
                FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER), b1 = fromMemorySegment(FLOATS, b, q + SIZE, ORDER);
                FloatVector b2 = fromMemorySegment(FLOATS, b, q + 2 * SIZE, ORDER), b3 = fromMemorySegment(FLOATS, b, q + 3 * SIZE, ORDER);
                FloatVector a0 = broadcast(FLOATS, a[p]);
                c0a = a0.fma(b0, c0a); c0b = a0.fma(b1, c0b); c0c = a0.fma(b2, c0c); c0d = a0.fma(b3, c0d);
                FloatVector a1 = broadcast(FLOATS, a[p + aRow]);
                c1a = a1.fma(b0, c1a); c1b = a1.fma(b1, c1b); c1c = a1.fma(b2, c1c); c1d = a1.fma(b3, c1d);
                FloatVector a2 = broadcast(FLOATS, a[p + 2 * aRow]);
                c2a = a2.fma(b0, c2a); c2b = a2.fma(b1, c2b); c2c = a2.fma(b2, c2c); c2d = a2.fma(b3, c2d);
                FloatVector a3 = broadcast(FLOATS, a[p + 3 * aRow]);
                c3a = a3.fma(b0, c3a); c3b = a3.fma(b1, c3b); c3c = a3.fma(b2, c3c); c3d = a3.fma(b3, c3d);
            }
        }
        c0a.intoMemorySegment(c, cAt, ORDER); c0b.intoMemorySegment(c, cAt + SIZE, ORDER);
        c0c.intoMemorySegment(c, cAt + 2 * SIZE, ORDER); c0d.intoMemorySegment(c, cAt + 3 * SIZE, ORDER);
        c1a.intoMemorySegment(c, cAt + cRow, ORDER); c1b.intoMemorySegment(c, cAt + cRow + SIZE, ORDER);
        c1c.intoMemorySegment(c, cAt + cRow + 2 * SIZE, ORDER); c1d.intoMemorySegment(c, cAt + cRow + 3 * SIZE, ORDER);
        c2a.intoMemorySegment(c, cAt + 2 * cRow, ORDER); c2b.intoMemorySegment(c, cAt + 2 * cRow + SIZE, ORDER);
        c2c.intoMemorySegment(c, cAt + 2 * cRow + 2 * SIZE, ORDER); c2d.intoMemorySegment(c, cAt + 2 * cRow + 3 * SIZE, ORDER);
        c3a.intoMemorySegment(c, cAt + 3 * cRow, ORDER); c3b.intoMemorySegment(c, cAt + 3 * cRow + SIZE, ORDER);
        c3c.intoMemorySegment(c, cAt + 3 * cRow + 2 * SIZE, ORDER); c3d.intoMemorySegment(c, cAt + 3 * cRow + 3 * SIZE, ORDER);
    }

    static void tile3x4(float[] a, int aAt, int aRow, int aLeap, MemorySegment b, long bAt, long bRow, long bLeap, int n, int leaps,
            float[] s, int sAt, int sRow, MemorySegment c, long cAt, long cRow) {
        FloatVector c0a = fromArray(FLOATS, s, sAt), c0b = fromArray(FLOATS, s, sAt + LENGTH);
        FloatVector c0c = fromArray(FLOATS, s, sAt + 2 * LENGTH), c0d = fromArray(FLOATS, s, sAt + 3 * LENGTH);
        FloatVector c1a = fromArray(FLOATS, s, sAt + sRow), c1b = fromArray(FLOATS, s, sAt + sRow + LENGTH);
        FloatVector c1c = fromArray(FLOATS, s, sAt + sRow + 2 * LENGTH), c1d = fromArray(FLOATS, s, sAt + sRow + 3 * LENGTH);
        FloatVector c2a = fromArray(FLOATS, s, sAt + 2 * sRow), c2b = fromArray(FLOATS, s, sAt + 2 * sRow + LENGTH);
        FloatVector c2c = fromArray(FLOATS, s, sAt + 2 * sRow + 2 * LENGTH), c2d = fromArray(FLOATS, s, sAt + 2 * sRow + 3 * LENGTH);
        for (int leap = 0; leap < leaps; leap++) {
            int p0 = aAt + leap * aLeap;
            long q0 = bAt + leap * bLeap;
            for (int k = 0; k < n; k++) {
                int p = p0 + k;
                long q = q0 + k * bRow;
                FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER), b1 = fromMemorySegment(FLOATS, b, q + SIZE, ORDER);
                FloatVector b2 = fromMemorySegment(FLOATS, b, q + 2 * SIZE, ORDER), b3 = fromMemorySegment(FLOATS, b, q + 3 * SIZE, ORDER);
                FloatVector a0 = broadcast(FLOATS, a[p]);
                c0a = a0.fma(b0, c0a); c0b = a0.fma(b1, c0b); c0c = a0.fma(b2, c0c); c0d = a0.fma(b3, c0d);
                FloatVector a1 = broadcast(FLOATS, a[p + aRow]);
                c1a = a1.fma(b0, c1a); c1b = a1.fma(b1, c1b); c1c = a1.fma(b2, c1c); c1d = a1.fma(b3, c1d);
                FloatVector a2 = broadcast(FLOATS, a[p + 2 * aRow]);
                c2a = a2.fma(b0, c2a); c2b = a2.fma(b1, c2b); c2c = a2.fma(b2, c2c); c2d = a2.fma(b3, c2d);
            }
        }
        c0a.intoMemorySegment(c, cAt, ORDER); c0b.intoMemorySegment(c, cAt + SIZE, ORDER);
        c0c.intoMemorySegment(c, cAt + 2 * SIZE, ORDER); c0d.intoMemorySegment(c, cAt + 3 * SIZE, ORDER);
        c1a.intoMemorySegment(c, cAt + cRow, ORDER); c1b.intoMemorySegment(c, cAt + cRow + SIZE, ORDER);
        c1c.intoMemorySegment(c, cAt + cRow + 2 * SIZE, ORDER); c1d.intoMemorySegment(c, cAt + cRow + 3 * SIZE, ORDER);
        c2a.intoMemorySegment(c, cAt + 2 * cRow, ORDER); c2b.intoMemorySegment(c, cAt + 2 * cRow + SIZE, ORDER);
        c2c.intoMemorySegment(c, cAt + 2 * cRow + 2 * SIZE, ORDER); c2d.intoMemorySegment(c, cAt + 2 * cRow + 3 * SIZE, ORDER);
    }

    static void tile2x4(float[] a, int aAt, int aRow, int aLeap, MemorySegment b, long bAt, long bRow, long bLeap, int n, int leaps,
            float[] s, int sAt, int sRow, MemorySegment c, long cAt, long cRow) {
        FloatVector c0a = fromArray(FLOATS, s, sAt), c0b = fromArray(FLOATS, s, sAt + LENGTH);
        FloatVector c0c = fromArray(FLOATS, s, sAt + 2 * LENGTH), c0d = fromArray(FLOATS, s, sAt + 3 * LENGTH);
        FloatVector c1a = fromArray(FLOATS, s, sAt + sRow), c1b = fromArray(FLOATS, s, sAt + sRow + LENGTH);
        FloatVector c1c = fromArray(FLOATS, s, sAt + sRow + 2 * LENGTH), c1d = fromArray(FLOATS, s, sAt + sRow + 3 * LENGTH);
        for (int leap = 0; leap < leaps; leap++) {
            int p0 = aAt + leap * aLeap;
            long q0 = bAt + leap * bLeap;
            for (int k = 0; k < n; k++) {
                int p = p0 + k;
                long q = q0 + k * bRow;
                FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER), b1 = fromMemorySegment(FLOATS, b, q + SIZE, ORDER);
                FloatVector b2 = fromMemorySegment(FLOATS, b, q + 2 * SIZE, ORDER), b3 = fromMemorySegment(FLOATS, b, q + 3 * SIZE, ORDER);
                FloatVector a0 = broadcast(FLOATS, a[p]);
                c0a = a0.fma(b0, c0a); c0b = a0.fma(b1, c0b); c0c = a0.fma(b2, c0c); c0d = a0.fma(b3, c0d);
                FloatVector a1 = broadcast(FLOATS, a[p + aRow]);
                c1a = a1.fma(b0, c1a); c1b = a1.fma(b1, c1b); c1c = a1.fma(b2, c1c); c1d = a1.fma(b3, c1d);
            }
        }
        c0a.intoMemorySegment(c, cAt, ORDER); c0b.intoMemorySegment(c, cAt + SIZE, ORDER);
        c0c.intoMemorySegment(c, cAt + 2 * SIZE, ORDER); c0d.intoMemorySegment(c, cAt + 3 * SIZE, ORDER);
        c1a.intoMemorySegment(c, cAt + cRow, ORDER); c1b.intoMemorySegment(c, cAt + cRow + SIZE, ORDER);
        c1c.intoMemorySegment(c, cAt + cRow + 2 * SIZE, ORDER); c1d.intoMemorySegment(c, cAt + cRow + 3 * SIZE, ORDER);
    }

    static void tile1x4(float[] a, int aAt, int aRow, int aLeap, MemorySegment b, long bAt, long bRow, long bLeap, int n, int leaps,
            float[] s, int sAt, int sRow, MemorySegment c, long cAt, long cRow) {
        FloatVector c0a = fromArray(FLOATS, s, sAt), c0b = fromArray(FLOATS, s, sAt + LENGTH);
        FloatVector c0c = fromArray(FLOATS, s, sAt + 2 * LENGTH), c0d = fromArray(FLOATS, s, sAt + 3 * LENGTH);
        for (int leap = 0; leap < leaps; leap++) {
            int p0 = aAt + leap * aLeap;
            long q0 = bAt + leap * bLeap;
            for (int k = 0; k < n; k++) {
                int p = p0 + k;
                long q = q0 + k * bRow;
                FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER), b1 = fromMemorySegment(FLOATS, b, q + SIZE, ORDER);
                FloatVector b2 = fromMemorySegment(FLOATS, b, q + 2 * SIZE, ORDER), b3 = fromMemorySegment(FLOATS, b, q + 3 * SIZE, ORDER);
                FloatVector a0 = broadcast(FLOATS, a[p]);
                c0a = a0.fma(b0, c0a); c0b = a0.fma(b1, c0b); c0c = a0.fma(b2, c0c); c0d = a0.fma(b3, c0d);
            }
        }
        c0a.intoMemorySegment(c, cAt, ORDER); c0b.intoMemorySegment(c, cAt + SIZE, ORDER);
        c0c.intoMemorySegment(c, cAt + 2 * SIZE, ORDER); c0d.intoMemorySegment(c, cAt + 3 * SIZE, ORDER);
    }

    static void tile12x2(float[] a, int aAt, int aRow, int aLeap, MemorySegment b, long bAt, long bRow, long bLeap, int n, int leaps,
            float[] s, int sAt, int sRow, MemorySegment c, long cAt, long cRow) {
        FloatVector c0a = fromArray(FLOATS, s, sAt), c0b = fromArray(FLOATS, s, sAt + LENGTH);
        FloatVector c1a = fromArray(FLOATS, s, sAt + sRow), c1b = fromArray(FLOATS, s, sAt + sRow + LENGTH);
        FloatVector c2a = fromArray(FLOATS, s, sAt + 2 * sRow), c2b = fromArray(FLOATS, s, sAt + 2 * sRow + LENGTH);
        FloatVector c3a = fromArray(FLOATS, s, sAt + 3 * sRow), c3b = fromArray(FLOATS, s, sAt + 3 * sRow + LENGTH);
        FloatVector c4a = fromArray(FLOATS, s, sAt + 4 * sRow), c4b = fromArray(FLOATS, s, sAt + 4 * sRow + LENGTH);
        FloatVector c5a = fromArray(FLOATS, s, sAt + 5 * sRow), c5b = fromArray(FLOATS, s, sAt + 5 * sRow + LENGTH);
        FloatVector c6a = fromArray(FLOATS, s, sAt + 6 * sRow), c6b = fromArray(FLOATS, s, sAt + 6 * sRow + LENGTH);
        FloatVector c7a = fromArray(FLOATS, s, sAt + 7 * sRow), c7b = fromArray(FLOATS, s, sAt + 7 * sRow + LENGTH);
        FloatVector c8a = fromArray(FLOATS, s, sAt + 8 * sRow), c8b = fromArray(FLOATS, s, sAt + 8 * sRow + LENGTH);
        FloatVector c9a = fromArray(FLOATS, s, sAt + 9 * sRow), c9b = fromArray(FLOATS, s, sAt + 9 * sRow + LENGTH);
        FloatVector c10a = fromArray(FLOATS, s, sAt + 10 * sRow), c10b = fromArray(FLOATS, s, sAt + 10 * sRow + LENGTH);
        FloatVector c11a = fromArray(FLOATS, s, sAt + 11 * sRow), c11b = fromArray(FLOATS, s, sAt + 11 * sRow + LENGTH);
        for (int leap = 0; leap < leaps; leap++) {
            int p0 = aAt + leap * aLeap;
            long q0 = bAt + leap * bLeap;
            for (int k = 0; k < n; k++) {
                int p = p0 + k;
                long q = q0 + k * bRow;
                FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER), b1 = fromMemorySegment(FLOATS, b, q + SIZE, ORDER);
                FloatVector a0 = broadcast(FLOATS, a[p]); c0a = a0.fma(b0, c0a); c0b = a0.fma(b1, c0b);
                FloatVector a1 = broadcast(FLOATS, a[p + aRow]); c1a = a1.fma(b0, c1a); c1b = a1.fma(b1, c1b);
                FloatVector a2 = broadcast(FLOATS, a[p + 2 * aRow]); c2a = a2.fma(b0, c2a); c2b = a2.fma(b1, c2b);
                FloatVector a3 = broadcast(FLOATS, a[p + 3 * aRow]); c3a = a3.fma(b0, c3a); c3b = a3.fma(b1, c3b);
                FloatVector a4 = broadcast(FLOATS, a[p + 4 * aRow]); c4a = a4.fma(b0, c4a); c4b = a4.fma(b1, c4b);
                FloatVector a5 = broadcast(FLOATS, a[p + 5 * aRow]); c5a = a5.fma(b0, c5a); c5b = a5.fma(b1, c5b);
                FloatVector a6 = broadcast(FLOATS, a[p + 6 * aRow]); c6a = a6.fma(b0, c6a); c6b = a6.fma(b1, c6b);
                FloatVector a7 = broadcast(FLOATS, a[p + 7 * aRow]); c7a = a7.fma(b0, c7a); c7b = a7.fma(b1, c7b);
                FloatVector a8 = broadcast(FLOATS, a[p + 8 * aRow]); c8a = a8.fma(b0, c8a); c8b = a8.fma(b1, c8b);
                FloatVector a9 = broadcast(FLOATS, a[p + 9 * aRow]); c9a = a9.fma(b0, c9a); c9b = a9.fma(b1, c9b);
                FloatVector a10 = broadcast(FLOATS, a[p + 10 * aRow]); c10a = a10.fma(b0, c10a); c10b = a10.fma(b1, c10b);
                FloatVector a11 = broadcast(FLOATS, a[p + 11 * aRow]); c11a = a11.fma(b0, c11a); c11b = a11.fma(b1, c11b);
            }
        }
        c0a.intoMemorySegment(c, cAt, ORDER); c0b.intoMemorySegment(c, cAt + SIZE, ORDER);
        c1a.intoMemorySegment(c, cAt + cRow, ORDER); c1b.intoMemorySegment(c, cAt + cRow + SIZE, ORDER);
        c2a.intoMemorySegment(c, cAt + 2 * cRow, ORDER); c2b.intoMemorySegment(c, cAt + 2 * cRow + SIZE, ORDER);
        c3a.intoMemorySegment(c, cAt + 3 * cRow, ORDER); c3b.intoMemorySegment(c, cAt + 3 * cRow + SIZE, ORDER);
        c4a.intoMemorySegment(c, cAt + 4 * cRow, ORDER); c4b.intoMemorySegment(c, cAt + 4 * cRow + SIZE, ORDER);
        c5a.intoMemorySegment(c, cAt + 5 * cRow, ORDER); c5b.intoMemorySegment(c, cAt + 5 * cRow + SIZE, ORDER);
        c6a.intoMemorySegment(c, cAt + 6 * cRow, ORDER); c6b.intoMemorySegment(c, cAt + 6 * cRow + SIZE, ORDER);
        c7a.intoMemorySegment(c, cAt + 7 * cRow, ORDER); c7b.intoMemorySegment(c, cAt + 7 * cRow + SIZE, ORDER);
        c8a.intoMemorySegment(c, cAt + 8 * cRow, ORDER); c8b.intoMemorySegment(c, cAt + 8 * cRow + SIZE, ORDER);
        c9a.intoMemorySegment(c, cAt + 9 * cRow, ORDER); c9b.intoMemorySegment(c, cAt + 9 * cRow + SIZE, ORDER);
        c10a.intoMemorySegment(c, cAt + 10 * cRow, ORDER); c10b.intoMemorySegment(c, cAt + 10 * cRow + SIZE, ORDER);
        c11a.intoMemorySegment(c, cAt + 11 * cRow, ORDER); c11b.intoMemorySegment(c, cAt + 11 * cRow + SIZE, ORDER);
    }

    static void tile11x2(float[] a, int aAt, int aRow, int aLeap, MemorySegment b, long bAt, long bRow, long bLeap, int n, int leaps,
            float[] s, int sAt, int sRow, MemorySegment c, long cAt, long cRow) {
        FloatVector c0a = fromArray(FLOATS, s, sAt), c0b = fromArray(FLOATS, s, sAt + LENGTH);
        FloatVector c1a = fromArray(FLOATS, s, sAt + sRow), c1b = fromArray(FLOATS, s, sAt + sRow + LENGTH);
        FloatVector c2a = fromArray(FLOATS, s, sAt + 2 * sRow), c2b = fromArray(FLOATS, s, sAt + 2 * sRow + LENGTH);
        FloatVector c3a = fromArray(FLOATS, s, sAt + 3 * sRow), c3b = fromArray(FLOATS, s, sAt + 3 * sRow + LENGTH);
        FloatVector c4a = fromArray(FLOATS, s, sAt + 4 * sRow), c4b = fromArray(FLOATS, s, sAt + 4 * sRow + LENGTH);
        FloatVector c5a = fromArray(FLOATS, s, sAt + 5 * sRow), c5b = fromArray(FLOATS, s, sAt + 5 * sRow + LENGTH);
        FloatVector c6a = fromArray(FLOATS, s, sAt + 6 * sRow), c6b = fromArray(FLOATS, s, sAt + 6 * sRow + LENGTH);
        FloatVector c7a = fromArray(FLOATS, s, sAt + 7 * sRow), c7b = fromArray(FLOATS, s, sAt + 7 * sRow + LENGTH);
        FloatVector c8a = fromArray(FLOATS, s, sAt + 8 * sRow), c8b = fromArray(FLOATS, s, sAt + 8 * sRow + LENGTH);
        FloatVector c9a = fromArray(FLOATS, s, sAt + 9 * sRow), c9b = fromArray(FLOATS, s, sAt + 9 * sRow + LENGTH);
        FloatVector c10a = fromArray(FLOATS, s, sAt + 10 * sRow), c10b = fromArray(FLOATS, s, sAt + 10 * sRow + LENGTH);
        for (int leap = 0; leap < leaps; leap++) {
            int p0 = aAt + leap * aLeap;
            long q0 = bAt + leap * bLeap;
            for (int k = 0; k < n; k++) {
                int p = p0 + k;
                long q = q0 + k * bRow;
                FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER), b1 = fromMemorySegment(FLOATS, b, q + SIZE, ORDER);
                FloatVector a0 = broadcast(FLOATS, a[p]); c0a = a0.fma(b0, c0a); c0b = a0.fma(b1, c0b);
                FloatVector a1 = broadcast(FLOATS, a[p + aRow]); c1a = a1.fma(b0, c1a); c1b = a1.fma(b1, c1b);
                FloatVector a2 = broadcast(FLOATS, a[p + 2 * aRow]); c2a = a2.fma(b0, c2a); c2b = a2.fma(b1, c2b);
                FloatVector a3 = broadcast(FLOATS, a[p + 3 * aRow]); c3a = a3.fma(b0, c3a); c3b = a3.fma(b1, c3b);
                FloatVector a4 = broadcast(FLOATS, a[p + 4 * aRow]); c4a = a4.fma(b0, c4a); c4b = a4.fma(b1, c4b);
                FloatVector a5 = broadcast(FLOATS, a[p + 5 * aRow]); c5a = a5.fma(b0, c5a); c5b = a5.fma(b1, c5b);
                FloatVector a6 = broadcast(FLOATS, a[p + 6 * aRow]); c6a = a6.fma(b0, c6a); c6b = a6.fma(b1, c6b);
                FloatVector a7 = broadcast(FLOATS, a[p + 7 * aRow]); c7a = a7.fma(b0, c7a); c7b = a7.fma(b1, c7b);
                FloatVector a8 = broadcast(FLOATS, a[p + 8 * aRow]); c8a = a8.fma(b0, c8a); c8b = a8.fma(b1, c8b);
                FloatVector a9 = broadcast(FLOATS, a[p + 9 * aRow]); c9a = a9.fma(b0, c9a); c9b = a9.fma(b1, c9b);
                FloatVector a10 = broadcast(FLOATS, a[p + 10 * aRow]); c10a = a10.fma(b0, c10a); c10b = a10.fma(b1, c10b);
            }
        }
        c0a.intoMemorySegment(c, cAt, ORDER); c0b.intoMemorySegment(c, cAt + SIZE, ORDER);
        c1a.intoMemorySegment(c, cAt + cRow, ORDER); c1b.intoMemorySegment(c, cAt + cRow + SIZE, ORDER);
        c2a.intoMemorySegment(c, cAt + 2 * cRow, ORDER); c2b.intoMemorySegment(c, cAt + 2 * cRow + SIZE, ORDER);
        c3a.intoMemorySegment(c, cAt + 3 * cRow, ORDER); c3b.intoMemorySegment(c, cAt + 3 * cRow + SIZE, ORDER);
        c4a.intoMemorySegment(c, cAt + 4 * cRow, ORDER); c4b.intoMemorySegment(c, cAt + 4 * cRow + SIZE, ORDER);
        c5a.intoMemorySegment(c, cAt + 5 * cRow, ORDER); c5b.intoMemorySegment(c, cAt + 5 * cRow + SIZE, ORDER);
        c6a.intoMemorySegment(c, cAt + 6 * cRow, ORDER); c6b.intoMemorySegment(c, cAt + 6 * cRow + SIZE, ORDER);
        c7a.intoMemorySegment(c, cAt + 7 * cRow, ORDER); c7b.intoMemorySegment(c, cAt + 7 * cRow + SIZE, ORDER);
        c8a.intoMemorySegment(c, cAt + 8 * cRow, ORDER); c8b.intoMemorySegment(c, cAt + 8 * cRow + SIZE, ORDER);
        c9a.intoMemorySegment(c, cAt + 9 * cRow, ORDER); c9b.intoMemorySegment(c, cAt + 9 * cRow + SIZE, ORDER);
        c10a.intoMemorySegment(c, cAt + 10 * cRow, ORDER); c10b.intoMemorySegment(c, cAt + 10 * cRow + SIZE, ORDER);
    }

    static void tile10x2(float[] a, int aAt, int aRow, int aLeap, MemorySegment b, long bAt, long bRow, long bLeap, int n, int leaps,
            float[] s, int sAt, int sRow, MemorySegment c, long cAt, long cRow) {
        FloatVector c0a = fromArray(FLOATS, s, sAt), c0b = fromArray(FLOATS, s, sAt + LENGTH);
        FloatVector c1a = fromArray(FLOATS, s, sAt + sRow), c1b = fromArray(FLOATS, s, sAt + sRow + LENGTH);
        FloatVector c2a = fromArray(FLOATS, s, sAt + 2 * sRow), c2b = fromArray(FLOATS, s, sAt + 2 * sRow + LENGTH);
        FloatVector c3a = fromArray(FLOATS, s, sAt + 3 * sRow), c3b = fromArray(FLOATS, s, sAt + 3 * sRow + LENGTH);
        FloatVector c4a = fromArray(FLOATS, s, sAt + 4 * sRow), c4b = fromArray(FLOATS, s, sAt + 4 * sRow + LENGTH);
        FloatVector c5a = fromArray(FLOATS, s, sAt + 5 * sRow), c5b = fromArray(FLOATS, s, sAt + 5 * sRow + LENGTH);
        FloatVector c6a = fromArray(FLOATS, s, sAt + 6 * sRow), c6b = fromArray(FLOATS, s, sAt + 6 * sRow + LENGTH);
        FloatVector c7a = fromArray(FLOATS, s, sAt + 7 * sRow), c7b = fromArray(FLOATS, s, sAt + 7 * sRow + LENGTH);
        FloatVector c8a = fromArray(FLOATS, s, sAt + 8 * sRow), c8b = fromArray(FLOATS, s, sAt + 8 * sRow + LENGTH);
        FloatVector c9a = fromArray(FLOATS, s, sAt + 9 * sRow), c9b = fromArray(FLOATS, s, sAt + 9 * sRow + LENGTH);
        for (int leap = 0; leap < leaps; leap++) {
            int p0 = aAt + leap * aLeap;
            long q0 = bAt + leap * bLeap;
            for (int k = 0; k < n; k++) {
                int p = p0 + k;
                long q = q0 + k * bRow;
                FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER), b1 = fromMemorySegment(FLOATS, b, q + SIZE, ORDER);
                FloatVector a0 = broadcast(FLOATS, a[p]); c0a = a0.fma(b0, c0a); c0b = a0.fma(b1, c0b);
                FloatVector a1 = broadcast(FLOATS, a[p + aRow]); c1a = a1.fma(b0, c1a); c1b = a1.fma(b1, c1b);
                FloatVector a2 = broadcast(FLOATS, a[p + 2 * aRow]); c2a = a2.fma(b0, c2a); c2b = a2.fma(b1, c2b);
                FloatVector a3 = broadcast(FLOATS, a[p + 3 * aRow]); c3a = a3.fma(b0, c3a); c3b = a3.fma(b1, c3b);
                FloatVector a4 = broadcast(FLOATS, a[p + 4 * aRow]); c4a = a4.fma(b0, c4a); c4b = a4.fma(b1, c4b);
                FloatVector a5 = broadcast(FLOATS, a[p + 5 * aRow]); c5a = a5.fma(b0, c5a); c5b = a5.fma(b1, c5b);
                FloatVector a6 = broadcast(FLOATS, a[p + 6 * aRow]); c6a = a6.fma(b0, c6a); c6b = a6.fma(b1, c6b);
                FloatVector a7 = broadcast(FLOATS, a[p + 7 * aRow]); c7a = a7.fma(b0, c7a); c7b = a7.fma(b1, c7b);
                FloatVector a8 = broadcast(FLOATS, a[p + 8 * aRow]); c8a = a8.fma(b0, c8a); c8b = a8.fma(b1, c8b);
                FloatVector a9 = broadcast(FLOATS, a[p + 9 * aRow]); c9a = a9.fma(b0, c9a); c9b = a9.fma(b1, c9b);
            }
        }
        c0a.intoMemorySegment(c, cAt, ORDER); c0b.intoMemorySegment(c, cAt + SIZE, ORDER);
        c1a.intoMemorySegment(c, cAt + cRow, ORDER); c1b.intoMemorySegment(c, cAt + cRow + SIZE, ORDER);
        c2a.intoMemorySegment(c, cAt + 2 * cRow, ORDER); c2b.intoMemorySegment(c, cAt + 2 * cRow + SIZE, ORDER);
        c3a.intoMemorySegment(c, cAt + 3 * cRow, ORDER); c3b.intoMemorySegment(c, cAt + 3 * cRow + SIZE, ORDER);
        c4a.intoMemorySegment(c, cAt + 4 * cRow, ORDER); c4b.intoMemorySegment(c, cAt + 4 * cRow + SIZE, ORDER);
        c5a.intoMemorySegment(c, cAt + 5 * cRow, ORDER); c5b.intoMemorySegment(c, cAt + 5 * cRow + SIZE, ORDER);
        c6a.intoMemorySegment(c, cAt + 6 * cRow, ORDER); c6b.intoMemorySegment(c, cAt + 6 * cRow + SIZE, ORDER);
        c7a.intoMemorySegment(c, cAt + 7 * cRow, ORDER); c7b.intoMemorySegment(c, cAt + 7 * cRow + SIZE, ORDER);
        c8a.intoMemorySegment(c, cAt + 8 * cRow, ORDER); c8b.intoMemorySegment(c, cAt + 8 * cRow + SIZE, ORDER);
        c9a.intoMemorySegment(c, cAt + 9 * cRow, ORDER); c9b.intoMemorySegment(c, cAt + 9 * cRow + SIZE, ORDER);
    }

    static void tile9x2(float[] a, int aAt, int aRow, int aLeap, MemorySegment b, long bAt, long bRow, long bLeap, int n, int leaps,
            float[] s, int sAt, int sRow, MemorySegment c, long cAt, long cRow) {
        FloatVector c0a = fromArray(FLOATS, s, sAt), c0b = fromArray(FLOATS, s, sAt + LENGTH);
        FloatVector c1a = fromArray(FLOATS, s, sAt + sRow), c1b = fromArray(FLOATS, s, sAt + sRow + LENGTH);
        FloatVector c2a = fromArray(FLOATS, s, sAt + 2 * sRow), c2b = fromArray(FLOATS, s, sAt + 2 * sRow + LENGTH);
        FloatVector c3a = fromArray(FLOATS, s, sAt + 3 * sRow), c3b = fromArray(FLOATS, s, sAt + 3 * sRow + LENGTH);
        FloatVector c4a = fromArray(FLOATS, s, sAt + 4 * sRow), c4b = fromArray(FLOATS, s, sAt + 4 * sRow + LENGTH);
        FloatVector c5a = fromArray(FLOATS, s, sAt + 5 * sRow), c5b = fromArray(FLOATS, s, sAt + 5 * sRow + LENGTH);
        FloatVector c6a = fromArray(FLOATS, s, sAt + 6 * sRow), c6b = fromArray(FLOATS, s, sAt + 6 * sRow + LENGTH);
        FloatVector c7a = fromArray(FLOATS, s, sAt + 7 * sRow), c7b = fromArray(FLOATS, s, sAt + 7 * sRow + LENGTH);
        FloatVector c8a = fromArray(FLOATS, s, sAt + 8 * sRow), c8b = fromArray(FLOATS, s, sAt + 8 * sRow + LENGTH);
        for (int leap = 0; leap < leaps; leap++) {
            int p0 = aAt + leap * aLeap;
            long q0 = bAt + leap * bLeap;
            for (int k = 0; k < n; k++) {
                int p = p0 + k;
                long q = q0 + k * bRow;
                FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER), b1 = fromMemorySegment(FLOATS, b, q + SIZE, ORDER);
                FloatVector a0 = broadcast(FLOATS, a[p]); c0a = a0.fma(b0, c0a); c0b = a0.fma(b1, c0b);
                FloatVector a1 = broadcast(FLOATS, a[p + aRow]); c1a = a1.fma(b0, c1a); c1b = a1.fma(b1, c1b);
                FloatVector a2 = broadcast(FLOATS, a[p + 2 * aRow]); c2a = a2.fma(b0, c2a); c2b = a2.fma(b1, c2b);
                FloatVector a3 = broadcast(FLOATS, a[p + 3 * aRow]); c3a = a3.fma(b0, c3a); c3b = a3.fma(b1, c3b);
                FloatVector a4 = broadcast(FLOATS, a[p + 4 * aRow]); c4a = a4.fma(b0, c4a); c4b = a4.fma(b1, c4b);
                FloatVector a5 = broadcast(FLOATS, a[p + 5 * aRow]); c5a = a5.fma(b0, c5a); c5b = a5.fma(b1, c5b);
                FloatVector a6 = broadcast(FLOATS, a[p + 6 * aRow]); c6a = a6.fma(b0, c6a); c6b = a6.fma(b1, c6b);
                FloatVector a7 = broadcast(FLOATS, a[p + 7 * aRow]); c7a = a7.fma(b0, c7a); c7b = a7.fma(b1, c7b);
                FloatVector a8 = broadcast(FLOATS, a[p + 8 * aRow]); c8a = a8.fma(b0, c8a); c8b = a8.fma(b1, c8b);
            }
        }
        c0a.intoMemorySegment(c, cAt, ORDER); c0b.intoMemorySegment(c, cAt + SIZE, ORDER);
        c1a.intoMemorySegment(c, cAt + cRow, ORDER); c1b.intoMemorySegment(c, cAt + cRow + SIZE, ORDER);
        c2a.intoMemorySegment(c, cAt + 2 * cRow, ORDER); c2b.intoMemorySegment(c, cAt + 2 * cRow + SIZE, ORDER);
        c3a.intoMemorySegment(c, cAt + 3 * cRow, ORDER); c3b.intoMemorySegment(c, cAt + 3 * cRow + SIZE, ORDER);
        c4a.intoMemorySegment(c, cAt + 4 * cRow, ORDER); c4b.intoMemorySegment(c, cAt + 4 * cRow + SIZE, ORDER);
        c5a.intoMemorySegment(c, cAt + 5 * cRow, ORDER); c5b.intoMemorySegment(c, cAt + 5 * cRow + SIZE, ORDER);
        c6a.intoMemorySegment(c, cAt + 6 * cRow, ORDER); c6b.intoMemorySegment(c, cAt + 6 * cRow + SIZE, ORDER);
        c7a.intoMemorySegment(c, cAt + 7 * cRow, ORDER); c7b.intoMemorySegment(c, cAt + 7 * cRow + SIZE, ORDER);
        c8a.intoMemorySegment(c, cAt + 8 * cRow, ORDER); c8b.intoMemorySegment(c, cAt + 8 * cRow + SIZE, ORDER);
    }

    static void tile8x2(float[] a, int aAt, int aRow, int aLeap, MemorySegment b, long bAt, long bRow, long bLeap, int n, int leaps,
            float[] s, int sAt, int sRow, MemorySegment c, long cAt, long cRow) {
        FloatVector c0a = fromArray(FLOATS, s, sAt), c0b = fromArray(FLOATS, s, sAt + LENGTH);
        FloatVector c1a = fromArray(FLOATS, s, sAt + sRow), c1b = fromArray(FLOATS, s, sAt + sRow + LENGTH);
        FloatVector c2a = fromArray(FLOATS, s, sAt + 2 * sRow), c2b = fromArray(FLOATS, s, sAt + 2 * sRow + LENGTH);
        FloatVector c3a = fromArray(FLOATS, s, sAt + 3 * sRow), c3b = fromArray(FLOATS, s, sAt + 3 * sRow + LENGTH);
        FloatVector c4a = fromArray(FLOATS, s, sAt + 4 * sRow), c4b = fromArray(FLOATS, s, sAt + 4 * sRow + LENGTH);
        FloatVector c5a = fromArray(FLOATS, s, sAt + 5 * sRow), c5b = fromArray(FLOATS, s, sAt + 5 * sRow + LENGTH);
        FloatVector c6a = fromArray(FLOATS, s, sAt + 6 * sRow), c6b = fromArray(FLOATS, s, sAt + 6 * sRow + LENGTH);
        FloatVector c7a = fromArray(FLOATS, s, sAt + 7 * sRow), c7b = fromArray(FLOATS, s, sAt + 7 * sRow + LENGTH);
        for (int leap = 0; leap < leaps; leap++) {
            int p0 = aAt + leap * aLeap;
            long q0 = bAt + leap * bLeap;
            for (int k = 0; k < n; k++) {
                int p = p0 + k;
                long q = q0 + k * bRow;
                FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER), b1 = fromMemorySegment(FLOATS, b, q + SIZE, ORDER);
                FloatVector a0 = broadcast(FLOATS, a[p]); c0a = a0.fma(b0, c0a); c0b = a0.fma(b1, c0b);
                FloatVector a1 = broadcast(FLOATS, a[p + aRow]); c1a = a1.fma(b0, c1a); c1b = a1.fma(b1, c1b);
                FloatVector a2 = broadcast(FLOATS, a[p + 2 * aRow]); c2a = a2.fma(b0, c2a); c2b = a2.fma(b1, c2b);
                FloatVector a3 = broadcast(FLOATS, a[p + 3 * aRow]); c3a = a3.fma(b0, c3a); c3b = a3.fma(b1, c3b);
                FloatVector a4 = broadcast(FLOATS, a[p + 4 * aRow]); c4a = a4.fma(b0, c4a); c4b = a4.fma(b1, c4b);
                FloatVector a5 = broadcast(FLOATS, a[p + 5 * aRow]); c5a = a5.fma(b0, c5a); c5b = a5.fma(b1, c5b);
                FloatVector a6 = broadcast(FLOATS, a[p + 6 * aRow]); c6a = a6.fma(b0, c6a); c6b = a6.fma(b1, c6b);
                FloatVector a7 = broadcast(FLOATS, a[p + 7 * aRow]); c7a = a7.fma(b0, c7a); c7b = a7.fma(b1, c7b);
            }
        }
        c0a.intoMemorySegment(c, cAt, ORDER); c0b.intoMemorySegment(c, cAt + SIZE, ORDER);
        c1a.intoMemorySegment(c, cAt + cRow, ORDER); c1b.intoMemorySegment(c, cAt + cRow + SIZE, ORDER);
        c2a.intoMemorySegment(c, cAt + 2 * cRow, ORDER); c2b.intoMemorySegment(c, cAt + 2 * cRow + SIZE, ORDER);
        c3a.intoMemorySegment(c, cAt + 3 * cRow, ORDER); c3b.intoMemorySegment(c, cAt + 3 * cRow + SIZE, ORDER);
        c4a.intoMemorySegment(c, cAt + 4 * cRow, ORDER); c4b.intoMemorySegment(c, cAt + 4 * cRow + SIZE, ORDER);
        c5a.intoMemorySegment(c, cAt + 5 * cRow, ORDER); c5b.intoMemorySegment(c, cAt + 5 * cRow + SIZE, ORDER);
        c6a.intoMemorySegment(c, cAt + 6 * cRow, ORDER); c6b.intoMemorySegment(c, cAt + 6 * cRow + SIZE, ORDER);
        c7a.intoMemorySegment(c, cAt + 7 * cRow, ORDER); c7b.intoMemorySegment(c, cAt + 7 * cRow + SIZE, ORDER);
    }

    static void tile7x2(float[] a, int aAt, int aRow, int aLeap, MemorySegment b, long bAt, long bRow, long bLeap, int n, int leaps,
            float[] s, int sAt, int sRow, MemorySegment c, long cAt, long cRow) {
        FloatVector c0a = fromArray(FLOATS, s, sAt), c0b = fromArray(FLOATS, s, sAt + LENGTH);
        FloatVector c1a = fromArray(FLOATS, s, sAt + sRow), c1b = fromArray(FLOATS, s, sAt + sRow + LENGTH);
        FloatVector c2a = fromArray(FLOATS, s, sAt + 2 * sRow), c2b = fromArray(FLOATS, s, sAt + 2 * sRow + LENGTH);
        FloatVector c3a = fromArray(FLOATS, s, sAt + 3 * sRow), c3b = fromArray(FLOATS, s, sAt + 3 * sRow + LENGTH);
        FloatVector c4a = fromArray(FLOATS, s, sAt + 4 * sRow), c4b = fromArray(FLOATS, s, sAt + 4 * sRow + LENGTH);
        FloatVector c5a = fromArray(FLOATS, s, sAt + 5 * sRow), c5b = fromArray(FLOATS, s, sAt + 5 * sRow + LENGTH);
        FloatVector c6a = fromArray(FLOATS, s, sAt + 6 * sRow), c6b = fromArray(FLOATS, s, sAt + 6 * sRow + LENGTH);
        for (int leap = 0; leap < leaps; leap++) {
            int p0 = aAt + leap * aLeap;
            long q0 = bAt + leap * bLeap;
            for (int k = 0; k < n; k++) {
                int p = p0 + k;
                long q = q0 + k * bRow;
                FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER), b1 = fromMemorySegment(FLOATS, b, q + SIZE, ORDER);
                FloatVector a0 = broadcast(FLOATS, a[p]); c0a = a0.fma(b0, c0a); c0b = a0.fma(b1, c0b);
                FloatVector a1 = broadcast(FLOATS, a[p + aRow]); c1a = a1.fma(b0, c1a); c1b = a1.fma(b1, c1b);
                FloatVector a2 = broadcast(FLOATS, a[p + 2 * aRow]); c2a = a2.fma(b0, c2a); c2b = a2.fma(b1, c2b);
                FloatVector a3 = broadcast(FLOATS, a[p + 3 * aRow]); c3a = a3.fma(b0, c3a); c3b = a3.fma(b1, c3b);
                FloatVector a4 = broadcast(FLOATS, a[p + 4 * aRow]); c4a = a4.fma(b0, c4a); c4b = a4.fma(b1, c4b);
                FloatVector a5 = broadcast(FLOATS, a[p + 5 * aRow]); c5a = a5.fma(b0, c5a); c5b = a5.fma(b1, c5b);
                FloatVector a6 = broadcast(FLOATS, a[p + 6 * aRow]); c6a = a6.fma(b0, c6a); c6b = a6.fma(b1, c6b);
            }
        }
        c0a.intoMemorySegment(c, cAt, ORDER); c0b.intoMemorySegment(c, cAt + SIZE, ORDER);
        c1a.intoMemorySegment(c, cAt + cRow, ORDER); c1b.intoMemorySegment(c, cAt + cRow + SIZE, ORDER);
        c2a.intoMemorySegment(c, cAt + 2 * cRow, ORDER); c2b.intoMemorySegment(c, cAt + 2 * cRow + SIZE, ORDER);
        c3a.intoMemorySegment(c, cAt + 3 * cRow, ORDER); c3b.intoMemorySegment(c, cAt + 3 * cRow + SIZE, ORDER);
        c4a.intoMemorySegment(c, cAt + 4 * cRow, ORDER); c4b.intoMemorySegment(c, cAt + 4 * cRow + SIZE, ORDER);
        c5a.intoMemorySegment(c, cAt + 5 * cRow, ORDER); c5b.intoMemorySegment(c, cAt + 5 * cRow + SIZE, ORDER);
        c6a.intoMemorySegment(c, cAt + 6 * cRow, ORDER); c6b.intoMemorySegment(c, cAt + 6 * cRow + SIZE, ORDER);
    }

    static void tile6x2(float[] a, int aAt, int aRow, int aLeap, MemorySegment b, long bAt, long bRow, long bLeap, int n, int leaps,
            float[] s, int sAt, int sRow, MemorySegment c, long cAt, long cRow) {
        FloatVector c0a = fromArray(FLOATS, s, sAt), c0b = fromArray(FLOATS, s, sAt + LENGTH);
        FloatVector c1a = fromArray(FLOATS, s, sAt + sRow), c1b = fromArray(FLOATS, s, sAt + sRow + LENGTH);
        FloatVector c2a = fromArray(FLOATS, s, sAt + 2 * sRow), c2b = fromArray(FLOATS, s, sAt + 2 * sRow + LENGTH);
        FloatVector c3a = fromArray(FLOATS, s, sAt + 3 * sRow), c3b = fromArray(FLOATS, s, sAt + 3 * sRow + LENGTH);
        FloatVector c4a = fromArray(FLOATS, s, sAt + 4 * sRow), c4b = fromArray(FLOATS, s, sAt + 4 * sRow + LENGTH);
        FloatVector c5a = fromArray(FLOATS, s, sAt + 5 * sRow), c5b = fromArray(FLOATS, s, sAt + 5 * sRow + LENGTH);
        for (int leap = 0; leap < leaps; leap++) {
            int p0 = aAt + leap * aLeap;
            long q0 = bAt + leap * bLeap;
            for (int k = 0; k < n; k++) {
                int p = p0 + k;
                long q = q0 + k * bRow;
                FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER), b1 = fromMemorySegment(FLOATS, b, q + SIZE, ORDER);
                FloatVector a0 = broadcast(FLOATS, a[p]); c0a = a0.fma(b0, c0a); c0b = a0.fma(b1, c0b);
                FloatVector a1 = broadcast(FLOATS, a[p + aRow]); c1a = a1.fma(b0, c1a); c1b = a1.fma(b1, c1b);
                FloatVector a2 = broadcast(FLOATS, a[p + 2 * aRow]); c2a = a2.fma(b0, c2a); c2b = a2.fma(b1, c2b);
                FloatVector a3 = broadcast(FLOATS, a[p + 3 * aRow]); c3a = a3.fma(b0, c3a); c3b = a3.fma(b1, c3b);
                FloatVector a4 = broadcast(FLOATS, a[p + 4 * aRow]); c4a = a4.fma(b0, c4a); c4b = a4.fma(b1, c4b);
                FloatVector a5 = broadcast(FLOATS, a[p + 5 * aRow]); c5a = a5.fma(b0, c5a); c5b = a5.fma(b1, c5b);
            }
        }
        c0a.intoMemorySegment(c, cAt, ORDER); c0b.intoMemorySegment(c, cAt + SIZE, ORDER);
        c1a.intoMemorySegment(c, cAt + cRow, ORDER); c1b.intoMemorySegment(c, cAt + cRow + SIZE, ORDER);
        c2a.intoMemorySegment(c, cAt + 2 * cRow, ORDER); c2b.intoMemorySegment(c, cAt + 2 * cRow + SIZE, ORDER);
        c3a.intoMemorySegment(c, cAt + 3 * cRow, ORDER); c3b.intoMemorySegment(c, cAt + 3 * cRow + SIZE, ORDER);
        c4a.intoMemorySegment(c, cAt + 4 * cRow, ORDER); c4b.intoMemorySegment(c, cAt + 4 * cRow + SIZE, ORDER);
        c5a.intoMemorySegment(c, cAt + 5 * cRow, ORDER); c5b.intoMemorySegment(c, cAt + 5 * cRow + SIZE, ORDER);
    }

    static void tile5x2(float[] a, int aAt, int aRow, int aLeap, MemorySegment b, long bAt, long bRow, long bLeap, int n, int leaps,
            float[] s, int sAt, int sRow, MemorySegment c, long cAt, long cRow) {
        FloatVector c0a = fromArray(FLOATS, s, sAt), c0b = fromArray(FLOATS, s, sAt + LENGTH);
        FloatVector c1a = fromArray(FLOATS, s, sAt + sRow), c1b = fromArray(FLOATS, s, sAt + sRow + LENGTH);
        FloatVector c2a = fromArray(FLOATS, s, sAt + 2 * sRow), c2b = fromArray(FLOATS, s, sAt + 2 * sRow + LENGTH);
        FloatVector c3a = fromArray(FLOATS, s, sAt + 3 * sRow), c3b = fromArray(FLOATS, s, sAt + 3 * sRow + LENGTH);
        FloatVector c4a = fromArray(FLOATS, s, sAt + 4 * sRow), c4b = fromArray(FLOATS, s, sAt + 4 * sRow + LENGTH);
        for (int leap = 0; leap < leaps; leap++) {
            int p0 = aAt + leap * aLeap;
            long q0 = bAt + leap * bLeap;
            for (int k = 0; k < n; k++) {
                int p = p0 + k;
                long q = q0 + k * bRow;
                FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER), b1 = fromMemorySegment(FLOATS, b, q + SIZE, ORDER);
                FloatVector a0 = broadcast(FLOATS, a[p]); c0a = a0.fma(b0, c0a); c0b = a0.fma(b1, c0b);
                FloatVector a1 = broadcast(FLOATS, a[p + aRow]); c1a = a1.fma(b0, c1a); c1b = a1.fma(b1, c1b);
                FloatVector a2 = broadcast(FLOATS, a[p + 2 * aRow]); c2a = a2.fma(b0, c2a); c2b = a2.fma(b1, c2b);
                FloatVector a3 = broadcast(FLOATS, a[p + 3 * aRow]); c3a = a3.fma(b0, c3a); c3b = a3.fma(b1, c3b);
                FloatVector a4 = broadcast(FLOATS, a[p + 4 * aRow]); c4a = a4.fma(b0, c4a); c4b = a4.fma(b1, c4b);
            }
        }
        c0a.intoMemorySegment(c, cAt, ORDER); c0b.intoMemorySegment(c, cAt + SIZE, ORDER);
        c1a.intoMemorySegment(c, cAt + cRow, ORDER); c1b.intoMemorySegment(c, cAt + cRow + SIZE, ORDER);
        c2a.intoMemorySegment(c, cAt + 2 * cRow, ORDER); c2b.intoMemorySegment(c, cAt + 2 * cRow + SIZE, ORDER);
        c3a.intoMemorySegment(c, cAt + 3 * cRow, ORDER); c3b.intoMemorySegment(c, cAt + 3 * cRow + SIZE, ORDER);
        c4a.intoMemorySegment(c, cAt + 4 * cRow, ORDER); c4b.intoMemorySegment(c, cAt + 4 * cRow + SIZE, ORDER);
    }

    static void tile4x2(float[] a, int aAt, int aRow, int aLeap, MemorySegment b, long bAt, long bRow, long bLeap, int n, int leaps,
            float[] s, int sAt, int sRow, MemorySegment c, long cAt, long cRow) {
        FloatVector c0a = fromArray(FLOATS, s, sAt), c0b = fromArray(FLOATS, s, sAt + LENGTH);
        FloatVector c1a = fromArray(FLOATS, s, sAt + sRow), c1b = fromArray(FLOATS, s, sAt + sRow + LENGTH);
        FloatVector c2a = fromArray(FLOATS, s, sAt + 2 * sRow), c2b = fromArray(FLOATS, s, sAt + 2 * sRow + LENGTH);
        FloatVector c3a = fromArray(FLOATS, s, sAt + 3 * sRow), c3b = fromArray(FLOATS, s, sAt + 3 * sRow + LENGTH);
        for (int leap = 0; leap < leaps; leap++) {
            int p0 = aAt + leap * aLeap;
            long q0 = bAt + leap * bLeap;
            for (int k = 0; k < n; k++) {
                int p = p0 + k;
                long q = q0 + k * bRow;
                FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER), b1 = fromMemorySegment(FLOATS, b, q + SIZE, ORDER);
                FloatVector a0 = broadcast(FLOATS, a[p]); c0a = a0.fma(b0, c0a); c0b = a0.fma(b1, c0b);
                FloatVector a1 = broadcast(FLOATS, a[p + aRow]); c1a = a1.fma(b0, c1a); c1b = a1.fma(b1, c1b);
                FloatVector a2 = broadcast(FLOATS, a[p + 2 * aRow]); c2a = a2.fma(b0, c2a); c2b = a2.fma(b1, c2b);
                FloatVector a3 = broadcast(FLOATS, a[p + 3 * aRow]); c3a = a3.fma(b0, c3a); c3b = a3.fma(b1, c3b);
            }
        }
        c0a.intoMemorySegment(c, cAt, ORDER); c0b.intoMemorySegment(c, cAt + SIZE, ORDER);
        c1a.intoMemorySegment(c, cAt + cRow, ORDER); c1b.intoMemorySegment(c, cAt + cRow + SIZE, ORDER);
        c2a.intoMemorySegment(c, cAt + 2 * cRow, ORDER); c2b.intoMemorySegment(c, cAt + 2 * cRow + SIZE, ORDER);
        c3a.intoMemorySegment(c, cAt + 3 * cRow, ORDER); c3b.intoMemorySegment(c, cAt + 3 * cRow + SIZE, ORDER);
    }

    static void tile3x2(float[] a, int aAt, int aRow, int aLeap, MemorySegment b, long bAt, long bRow, long bLeap, int n, int leaps,
            float[] s, int sAt, int sRow, MemorySegment c, long cAt, long cRow) {
        FloatVector c0a = fromArray(FLOATS, s, sAt), c0b = fromArray(FLOATS, s, sAt + LENGTH);
        FloatVector c1a = fromArray(FLOATS, s, sAt + sRow), c1b = fromArray(FLOATS, s, sAt + sRow + LENGTH);
        FloatVector c2a = fromArray(FLOATS, s, sAt + 2 * sRow), c2b = fromArray(FLOATS, s, sAt + 2 * sRow + LENGTH);
        for (int leap = 0; leap < leaps; leap++) {
            int p0 = aAt + leap * aLeap;
            long q0 = bAt + leap * bLeap;
            for (int k = 0; k < n; k++) {
                int p = p0 + k;
                long q = q0 + k * bRow;
                FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER), b1 = fromMemorySegment(FLOATS, b, q + SIZE, ORDER);
                FloatVector a0 = broadcast(FLOATS, a[p]); c0a = a0.fma(b0, c0a); c0b = a0.fma(b1, c0b);
                FloatVector a1 = broadcast(FLOATS, a[p + aRow]); c1a = a1.fma(b0, c1a); c1b = a1.fma(b1, c1b);
                FloatVector a2 = broadcast(FLOATS, a[p + 2 * aRow]); c2a = a2.fma(b0, c2a); c2b = a2.fma(b1, c2b);
            }
        }
        c0a.intoMemorySegment(c, cAt, ORDER); c0b.intoMemorySegment(c, cAt + SIZE, ORDER);
        c1a.intoMemorySegment(c, cAt + cRow, ORDER); c1b.intoMemorySegment(c, cAt + cRow + SIZE, ORDER);
        c2a.intoMemorySegment(c, cAt + 2 * cRow, ORDER); c2b.intoMemorySegment(c, cAt + 2 * cRow + SIZE, ORDER);
    }

    static void tile2x2(float[] a, int aAt, int aRow, int aLeap, MemorySegment b, long bAt, long bRow, long bLeap, int n, int leaps,
            float[] s, int sAt, int sRow, MemorySegment c, long cAt, long cRow) {
        FloatVector c0a = fromArray(FLOATS, s, sAt), c0b = fromArray(FLOATS, s, sAt + LENGTH);
        FloatVector c1a = fromArray(FLOATS, s, sAt + sRow), c1b = fromArray(FLOATS, s, sAt + sRow + LENGTH);
        for (int leap = 0; leap < leaps; leap++) {
            int p0 = aAt + leap * aLeap;
            long q0 = bAt + leap * bLeap;
            for (int k = 0; k < n; k++) {
                int p = p0 + k;
                long q = q0 + k * bRow;
                FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER), b1 = fromMemorySegment(FLOATS, b, q + SIZE, ORDER);
                FloatVector a0 = broadcast(FLOATS, a[p]); c0a = a0.fma(b0, c0a); c0b = a0.fma(b1, c0b);
                FloatVector a1 = broadcast(FLOATS, a[p + aRow]); c1a = a1.fma(b0, c1a); c1b = a1.fma(b1, c1b);
            }
        }
        c0a.intoMemorySegment(c, cAt, ORDER); c0b.intoMemorySegment(c, cAt + SIZE, ORDER);
        c1a.intoMemorySegment(c, cAt + cRow, ORDER); c1b.intoMemorySegment(c, cAt + cRow + SIZE, ORDER);
    }

    static void tile1x2(float[] a, int aAt, int aRow, int aLeap, MemorySegment b, long bAt, long bRow, long bLeap, int n, int leaps,
            float[] s, int sAt, int sRow, MemorySegment c, long cAt, long cRow) {
        FloatVector c0a = fromArray(FLOATS, s, sAt), c0b = fromArray(FLOATS, s, sAt + LENGTH);
        for (int leap = 0; leap < leaps; leap++) {
            int p0 = aAt + leap * aLeap;
            long q0 = bAt + leap * bLeap;
            for (int k = 0; k < n; k++) {
                int p = p0 + k;
                long q = q0 + k * bRow;
                FloatVector b0 = fromMemorySegment(FLOATS, b, q, ORDER), b1 = fromMemorySegment(FLOATS, b, q + SIZE, ORDER);
                FloatVector a0 = broadcast(FLOATS, a[p]); c0a = a0.fma(b0, c0a); c0b = a0.fma(b1, c0b);
            }
        }
        c0a.intoMemorySegment(c, cAt, ORDER); c0b.intoMemorySegment(c, cAt + SIZE, ORDER);
    }

    static void masked4(float[] a, int aAt, int aRow, int aLeap, MemorySegment b, long bAt, long bRow, long bLeap, int n, int leaps,
            float[] s, int sAt, int sRow, MemorySegment c, long cAt, long cRow, int lanes) {
        VectorMask<Float> mask = FLOATS.indexInRange(0, lanes);
        FloatVector c0 = fromArray(FLOATS, s, sAt);
        FloatVector c1 = fromArray(FLOATS, s, sAt + sRow);
        FloatVector c2 = fromArray(FLOATS, s, sAt + 2 * sRow);
        FloatVector c3 = fromArray(FLOATS, s, sAt + 3 * sRow);
        for (int leap = 0; leap < leaps; leap++) {
            int p0 = aAt + leap * aLeap;
            long q0 = bAt + leap * bLeap;
            for (int k = 0; k < n; k++) {
                int p = p0 + k;
                FloatVector b0 = fromMemorySegment(FLOATS, b, q0 + k * bRow, ORDER, mask);
                c0 = broadcast(FLOATS, a[p]).fma(b0, c0);
                c1 = broadcast(FLOATS, a[p + aRow]).fma(b0, c1);
                c2 = broadcast(FLOATS, a[p + 2 * aRow]).fma(b0, c2);
                c3 = broadcast(FLOATS, a[p + 3 * aRow]).fma(b0, c3);
            }
        }
        c0.intoMemorySegment(c, cAt, ORDER, mask);
        c1.intoMemorySegment(c, cAt + cRow, ORDER, mask);
        c2.intoMemorySegment(c, cAt + 2 * cRow, ORDER, mask);
        c3.intoMemorySegment(c, cAt + 3 * cRow, ORDER, mask);
    }

    static void masked1(float[] a, int aAt, int aRow, int aLeap, MemorySegment b, long bAt, long bRow, long bLeap, int n, int leaps,
            float[] s, int sAt, int sRow, MemorySegment c, long cAt, long cRow, int lanes) {
        VectorMask<Float> mask = FLOATS.indexInRange(0, lanes);
        FloatVector c0 = fromArray(FLOATS, s, sAt);
        for (int leap = 0; leap < leaps; leap++) {
            int p0 = aAt + leap * aLeap;
            long q0 = bAt + leap * bLeap;
            for (int k = 0; k < n; k++) {
                int p = p0 + k;
                FloatVector b0 = fromMemorySegment(FLOATS, b, q0 + k * bRow, ORDER, mask);
                c0 = broadcast(FLOATS, a[p]).fma(b0, c0);
            }
        }
        c0.intoMemorySegment(c, cAt, ORDER, mask);
    }

    // @formatter:on
}
