package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.LENGTH;
import static dev.jacquard.cpu.Lanes.MANY_REGISTERS;

import java.lang.foreign.MemorySegment;

import org.jspecify.annotations.Nullable;

/**
 * Products of matrices by blocks that stay in registers. The right matrix is read as it lies in memory, a few vectors of each of its rows at
 * a time; of the left one a part is copied to an array first, for the reason that {@link RowTiles} tells. Places and distances are in floats for
 * arrays, in bytes for memory. An element of the result is what it starts from and then the sum over k in ascending order, however rows and
 * columns are cut.
 */
final class MatrixProduct {
    /** Sums longer than this are cut, so that the columns of b in use stay in the second-level cache. */
    private static final int LONG_SUM = 1024;
    private static final int SUM_BLOCK = 512;
    /** Floats of the left matrix that are copied at a time, so that they stay in a cache too. */
    static final int LEFT_BLOCK = 1 << 14;
    /** The most rows of blocks of four vectors and of two; the processor's registers hold the sums, a row of b and an element of a. */
    private static final int MOST_OF_FOUR = 6;
    private static final int MOST_OF_TWO = MANY_REGISTERS ? 12 : 6;
    private static final int BLOCK_FLOATS = 24 * LENGTH;
    /** To start from nothing. */
    static final float[] ZEROS = new float[4 * LENGTH];

    private MatrixProduct() {
    }

    /**
     * c = s + a·b.
     *
     * @param a    (rows, n) with contiguous rows
     * @param b    (n, columns)
     * @param s    (columns), which every row starts from, or null for zeros
     * @param c    (rows, columns)
     */
    static void rows(MemorySegment a, long a0, long aRow, MemorySegment b, long b0, long bRow, int n, @Nullable MemorySegment s, MemorySegment c,
            long c0, long cRow, int rows, int columns) {
        product(true, null, a, a0, aRow, b, b0, bRow, n, start(s, columns), c, c0, cRow, rows, columns);
    }

    /**
     * c = aᵀ·b.
     *
     * @param a (n, rows): the left matrix, lying on its side
     * @param b (n, columns)
     * @param c (rows, columns)
     */
    static void columns(MemorySegment a, long a0, long aStep, MemorySegment b, long b0, long bRow, int n, MemorySegment c, long c0, long cRow,
            int rows, int columns) {
        product(false, null, a, a0, aStep, b, b0, bRow, n, ZEROS, c, c0, cRow, rows, columns);
    }

    /** The same with a = numbers [first, first + n) of the rows of an input. */
    static void rows(InputRows input, int first, MemorySegment b, long b0, long bRow, int n, MemorySegment c, long c0, long cRow, int rows,
            int columns) {
        product(true, input, MemorySegment.NULL, 4L * first, 0, b, b0, bRow, n, ZEROS, c, c0, cRow, rows, columns);
    }

    /** The same with a = numbers [first, first + rows) of n rows of an input. */
    static void columns(InputRows input, int first, MemorySegment b, long b0, long bRow, int n, MemorySegment c, long c0, long cRow, int rows,
            int columns) {
        product(false, input, MemorySegment.NULL, 4L * first, 0, b, b0, bRow, n, ZEROS, c, c0, cRow, rows, columns);
    }

    /**
     * In pieces of the sum that are not too long, and as many rows of the result as a piece of the left matrix allows.
     *
     * @param input its rows are the lines of a, from the number at a0 on; null for lines in memory
     */
    private static void product(boolean standing, @Nullable InputRows input, MemorySegment a, long a0, long aLine, MemorySegment b, long b0,
            long bRow, int n, float[] start,
            MemorySegment c, long c0, long cRow, int rows, int columns) {
        int piece = n > LONG_SUM ? SUM_BLOCK : Math.max(n, 1);
        int together = Math.max(MOST_OF_TWO, LEFT_BLOCK / piece);
        float[] left = Scratch.array(Scratch.Slot.LEFT, Math.min(together, rows) * piece);
        for (int k = 0; k == 0 || k < n; k += piece) {
            int count = Math.min(piece, n - k);
            for (int row = 0; row < rows; row += together) {
                int height = Math.min(together, rows - row);
                int lines = standing ? height : count;
                int length = standing ? count : height;
                long at = standing ? a0 + row * aLine + 4L * k : a0 + k * aLine + 4L * row;
                if (input != null) {
                    VectorMoves.toArray(input, standing ? row : k, lines, (int) (at >> 2), length, left);
                } else {
                    for (int line = 0; line < lines; line++) {
                        VectorMoves.toArray(a, at + line * aLine, left, line * length, length);
                    }
                }
                blocks(standing, left, 0, length, 0, b, b0 + k * bRow, bRow, 0, count, 1, k == 0 ? start : null, c, c0 + row * cRow, cRow, height,
                        columns);
            }
        }
    }

    /** What the rows of a result start from, for {@link #blocks}: at least whole vectors. */
    static float[] start(@Nullable MemorySegment s, int columns) {
        if (s == null) {
            return ZEROS;
        }
        float[] start = Scratch.array(Scratch.Slot.START, columns + LENGTH);
        VectorMoves.toArray(s, 0, start, 0, columns);
        return start;
    }

    /**
     * c = s + Σ a·b, or c += Σ a·b, over {@code leaps} pairs of matrices, which lie aLeap and bLeap apart.
     *
     * @param standing whether a's rows are contiguous, aLine apart; else its columns
     * @param a        (leaps; rows, n) standing, (leaps; n, rows) lying
     * @param b        (leaps; n, columns)
     * @param s        {@link #ZEROS} or of {@link #start}; null to add to c
     * @param c        (rows, columns)
     */
    static void blocks(boolean standing, float[] a, int a0, int aLine, int aLeap, MemorySegment b, long b0, long bRow, long bLeap, int n, int leaps,
            float @Nullable [] s, MemorySegment c, long c0, long cRow, int rows, int columns) {
        float[] start = s == null ? Scratch.array(Scratch.Slot.BLOCK_START, BLOCK_FLOATS) : s;
        for (int column = 0; column < columns;) {
            int vectors = vectors(columns - column);
            int form = Tiles.form(standing, vectors);
            int lanes = Math.min(columns - column, LENGTH);
            long bj = b0 + 4L * column;
            int sAt = s == null || s == ZEROS ? 0 : column;
            int sRow = s == null ? vectors * LENGTH : 0;
            for (int row = 0; row < rows;) {
                int height = height(rows - row, vectors);
                int ai = a0 + row * (standing ? aLine : 1);
                long ci = c0 + row * cRow + 4L * column;
                if (s == null) {
                    for (int i = 0; i < height; i++) {
                        VectorMoves.toArray(c, ci + i * cRow, start, i * sRow, vectors == 1 ? lanes : sRow);
                    }
                }
                if (Tiles.passed(form, height)) {
                    Tiles.compiled(form, height, a, ai, aLine, aLeap, b, bj, bRow, bLeap, n, leaps, start, sAt, sRow, c, ci, cRow, lanes);
                } else {
                    Tiles.untried(form, height, a, ai, aLine, aLeap, b, bj, bRow, bLeap, n, leaps, start, sAt, sRow, c, ci, cRow, lanes);
                }
                row += height;
            }
            column += vectors * LENGTH;
        }
    }

    /** How many vectors wide the next block is: 4, 2, or 1 with a mask. */
    private static int vectors(int columns) {
        if (MANY_REGISTERS && columns >= 4 * LENGTH) {
            return 4;
        }
        return columns >= 2 * LENGTH ? 2 : 1;
    }

    /** How many rows high the next block is: as few blocks as possible, of about the same height. */
    private static int height(int rows, int vectors) {
        if (vectors == 1) {
            return rows >= 4 ? 4 : 1;
        }
        return Math.ceilDiv(rows, Math.ceilDiv(rows, vectors == 4 ? MOST_OF_FOUR : MOST_OF_TWO));
    }
}
