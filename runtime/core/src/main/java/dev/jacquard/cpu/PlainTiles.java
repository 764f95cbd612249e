package dev.jacquard.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;

/**
 * A block of a product c = s + a·b as {@link RowTiles} and {@link ColumnTiles} compute it, to the bit, without vectors: for the time until these are
 * compiled. A dozen sums at a time stay in registers, which both compilers can do.
 */
final class PlainTiles {
    /** Rows of b that are copied to an array at a time. */
    private static final int DEPTH = 64;
    private static final int ROWS = 3;
    private static final int COLUMNS = 4;

    private PlainTiles() {
    }

    /**
     * @param aRow  from row to row of a, in floats
     * @param aStep from element to element of a row
     */
    static void block(int height, int width, float[] a, int aAt, int aRow, int aStep, int aLeap, MemorySegment b, long bAt, long bRow, long bLeap,
            int n, int leaps, float[] s, int sAt, int sRow, MemorySegment c, long cAt, long cRow) {
        // what lies beside the block and completes a square is computed too, and not used
        int row = Math.ceilDiv(width, COLUMNS) * COLUMNS;
        float[] sums = Scratch.array(Scratch.Slot.SUMS, Math.ceilDiv(height, ROWS) * ROWS * row);
        float[] right = Scratch.array(Scratch.Slot.RIGHT, DEPTH * row);
        for (int i = 0; i < height; i++) {
            System.arraycopy(s, sAt + i * sRow, sums, i * row, width);
        }
        for (int leap = 0; leap < leaps; leap++) {
            for (int k = 0; k < n; k += DEPTH) {
                int depth = Math.min(DEPTH, n - k);
                for (int i = 0; i < depth; i++) {
                    VectorMoves.toArray(b, bAt + leap * bLeap + (k + i) * bRow, right, i * row, width);
                }
                int left = aAt + leap * aLeap + k * aStep;
                for (int i = 0; i < height; i += ROWS) {
                    int a0 = left + i * aRow;
                    int a1 = left + Math.min(i + 1, height - 1) * aRow;
                    int a2 = left + Math.min(i + 2, height - 1) * aRow;
                    for (int j = 0; j < width; j += COLUMNS) {
                        square(a, a0, a1, a2, aStep, right, j, row, depth, sums, i * row + j);
                    }
                }
            }
        }
        for (int i = 0; i < height; i++) {
            MemorySegment.copy(sums, i * row, c, JAVA_FLOAT, cAt + i * cRow, width);
        }
    }

    // @formatter:off
    /** Three rows by four columns; the rows of b and c are as long. */
    private static void square(float[] a, int a0, int a1, int a2, int aStep, float[] b, int bAt, int row, int n, float[] c, int cAt) {
        int c1 = cAt + row, c2 = c1 + row;
        float s00 = c[cAt], s01 = c[cAt + 1], s02 = c[cAt + 2], s03 = c[cAt + 3];
        float s10 = c[c1], s11 = c[c1 + 1], s12 = c[c1 + 2], s13 = c[c1 + 3];
        float s20 = c[c2], s21 = c[c2 + 1], s22 = c[c2 + 2], s23 = c[c2 + 3];
        for (int k = 0; k < n; k++) {
            int p = k * aStep;
            int q = bAt + k * row;
            float b0 = b[q], b1 = b[q + 1], b2 = b[q + 2], b3 = b[q + 3];
            float x0 = a[a0 + p], x1 = a[a1 + p], x2 = a[a2 + p];
            s00 = Math.fma(x0, b0, s00); s01 = Math.fma(x0, b1, s01); s02 = Math.fma(x0, b2, s02); s03 = Math.fma(x0, b3, s03);
            s10 = Math.fma(x1, b0, s10); s11 = Math.fma(x1, b1, s11); s12 = Math.fma(x1, b2, s12); s13 = Math.fma(x1, b3, s13);
            s20 = Math.fma(x2, b0, s20); s21 = Math.fma(x2, b1, s21); s22 = Math.fma(x2, b2, s22); s23 = Math.fma(x2, b3, s23);
        }
        c[cAt] = s00; c[cAt + 1] = s01; c[cAt + 2] = s02; c[cAt + 3] = s03;
        c[c1] = s10; c[c1 + 1] = s11; c[c1 + 2] = s12; c[c1 + 3] = s13;
        c[c2] = s20; c[c2 + 1] = s21; c[c2 + 2] = s22; c[c2 + 3] = s23;
    }
    // @formatter:on
}
