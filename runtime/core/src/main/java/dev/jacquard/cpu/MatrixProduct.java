package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.FLOATS;
import static dev.jacquard.cpu.Lanes.LENGTH;
import static dev.jacquard.cpu.Lanes.MANY_REGISTERS;
import static dev.jacquard.cpu.Lanes.ORDER;
import static dev.jacquard.cpu.Lanes.SIZE;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.VectorMask;

/**
 * Products of matrices by blocks that stay in registers. The right matrix is read as it lies in memory, a few vectors of each of its rows at
 * a time. All places and distances are in bytes. An element of the result is what it starts from and then the sum over k in ascending order, or
 * that sum and then what it starts from where the result is less than two vectors wide, however rows and columns are cut.
 */
final class MatrixProduct {
    /** To start from nothing. */
    static final MemorySegment ZEROS = Arena.ofAuto().allocate(4 * Lanes.SIZE, AlignedMemory.ALIGNMENT);
    /** Sums longer than this are cut, so that the columns of b in use stay in the second-level cache. */
    private static final int LONG_SUM = 1024;
    private static final int SUM_BLOCK = 512;
    /** Four rows of a vector. */
    private static final int BLOCK_FLOATS = 4 * 16;

    private MatrixProduct() {
    }

    /**
     * c = s + a·b.
     *
     * @param a    (rows, n) with contiguous rows
     * @param b    (n, columns)
     * @param s    what the sums start from: c itself; or with sRow 0 one row for all, a bias; or {@link #ZEROS}
     * @param c    (rows, columns)
     */
    static void rows(MemorySegment a, long a0, long aRow, MemorySegment b, long b0, long bRow, int n, MemorySegment s, long s0, long sRow,
            MemorySegment c, long c0, long cRow, int rows, int columns) {
        int block = n > LONG_SUM ? SUM_BLOCK : n;
        block(a, a0, aRow, b, b0, bRow, block, s, s0, sRow, c, c0, cRow, rows, columns);
        for (int k = block; k < n; k += block) {
            block(a, a0 + 4L * k, aRow, b, b0 + k * bRow, bRow, Math.min(block, n - k), c, c0, cRow, c, c0, cRow, rows, columns);
        }
    }

    private static void block(MemorySegment a, long a0, long aRow, MemorySegment b, long b0, long bRow, int n, MemorySegment s, long s0, long sRow,
            MemorySegment c, long c0, long cRow, int rows, int columns) {
        for (int column = 0; column < columns;) {
            int vectors = vectors(columns - column);
            int lanes = columns - column;
            long bj = b0 + 4L * column;
            long cj = c0 + 4L * column;
            long sj = zeros(s) ? 0 : s0 + 4L * column;
            for (int row = 0; row < rows;) {
                int height = height(rows - row, vectors);
                long ai = a0 + row * aRow;
                long ci = cj + row * cRow;
                long si = sj + row * sRow;
                switch (10 * vectors + height) {
                    case 45 -> RowTiles.tile5x4(a, ai, aRow, b, bj, bRow, n, s, si, sRow, c, ci, cRow);
                    case 44 -> RowTiles.tile4x4(a, ai, aRow, b, bj, bRow, n, s, si, sRow, c, ci, cRow);
                    case 43 -> RowTiles.tile3x4(a, ai, aRow, b, bj, bRow, n, s, si, sRow, c, ci, cRow);
                    case 28 -> RowTiles.tile8x2(a, ai, aRow, b, bj, bRow, n, s, si, sRow, c, ci, cRow);
                    case 24 -> RowTiles.tile4x2(a, ai, aRow, b, bj, bRow, n, s, si, sRow, c, ci, cRow);
                    case 23 -> RowTiles.tile3x2(a, ai, aRow, b, bj, bRow, n, s, si, sRow, c, ci, cRow);
                    case 14, 11 -> {
                        boolean apart = apart(s, c);
                        MemorySegment t = apart ? Scratch.floats(Scratch.Slot.BLOCK, BLOCK_FLOATS) : c;
                        long ti = apart ? 0 : ci;
                        long tRow = apart ? SIZE : cRow;
                        if (height == 4) {
                            RowTiles.masked4(a, ai, aRow, b, bj, bRow, n, t, ti, tRow, lanes);
                        } else {
                            SingleRows.maskedRow(a, ai, 4, 0, b, bj, bRow, 0, n, 1, t, ti, lanes);
                        }
                        addStart(t, ti, tRow, s, si, sRow, c, ci, cRow, height, lanes);
                    }
                    default -> singleRow(vectors, a, ai, 4, b, bj, bRow, n, s, si, c, ci);
                }
                row += height;
            }
            column += vectors * LENGTH;
        }
    }

    /**
     * c = s + aᵀ·b, for matrices that are one piece.
     *
     * @param a (n, rows): the left matrix, lying on its side
     * @param b (n, columns)
     * @param s as in {@link #rows}
     * @param c (rows, columns)
     */
    static void columns(MemorySegment a, long a0, long aStep, MemorySegment b, long b0, long bRow, int n, MemorySegment s, long s0, long sRow,
            MemorySegment c, long c0, long cRow, int rows, int columns) {
        int block = n > LONG_SUM ? SUM_BLOCK : n;
        columns(a, a0, aStep, 0, b, b0, bRow, 0, block, 1, s, s0, sRow, c, c0, cRow, rows, columns);
        for (int k = block; k < n; k += block) {
            columns(a, a0 + k * aStep, aStep, 0, b, b0 + k * bRow, bRow, 0, Math.min(block, n - k), 1, c, c0, cRow, c, c0, cRow, rows, columns);
        }
    }

    /**
     * c = s + Σ aᵀ·b over {@code leaps} pairs of matrices, which lie aLeap and bLeap apart.
     *
     * @param a (leaps, n, rows)
     * @param b (leaps, n, columns)
     * @param s as in {@link #rows}
     * @param c (rows, columns)
     */
    static void columns(MemorySegment a, long a0, long aStep, long aLeap, MemorySegment b, long b0, long bRow, long bLeap, int n, int leaps,
            MemorySegment s, long s0, long sRow, MemorySegment c, long c0, long cRow, int rows, int columns) {
        for (int column = 0; column < columns;) {
            int vectors = vectors(columns - column);
            int lanes = columns - column;
            long bj = b0 + 4L * column;
            long cj = c0 + 4L * column;
            long sj = zeros(s) ? 0 : s0 + 4L * column;
            for (int row = 0; row < rows;) {
                int height = height(rows - row, vectors);
                long ai = a0 + 4L * row;
                long ci = cj + row * cRow;
                long si = sj + row * sRow;
                switch (10 * vectors + height) {
                    case 45 -> ColumnTiles.tile5x4(a, ai, aStep, aLeap, b, bj, bRow, bLeap, n, leaps, s, si, sRow, c, ci, cRow);
                    case 44 -> ColumnTiles.tile4x4(a, ai, aStep, aLeap, b, bj, bRow, bLeap, n, leaps, s, si, sRow, c, ci, cRow);
                    case 43 -> ColumnTiles.tile3x4(a, ai, aStep, aLeap, b, bj, bRow, bLeap, n, leaps, s, si, sRow, c, ci, cRow);
                    case 28 -> ColumnTiles.tile8x2(a, ai, aStep, aLeap, b, bj, bRow, bLeap, n, leaps, s, si, sRow, c, ci, cRow);
                    case 24 -> ColumnTiles.tile4x2(a, ai, aStep, aLeap, b, bj, bRow, bLeap, n, leaps, s, si, sRow, c, ci, cRow);
                    case 23 -> ColumnTiles.tile3x2(a, ai, aStep, aLeap, b, bj, bRow, bLeap, n, leaps, s, si, sRow, c, ci, cRow);
                    case 14, 11 -> {
                        boolean apart = apart(s, c);
                        MemorySegment t = apart ? Scratch.floats(Scratch.Slot.BLOCK, BLOCK_FLOATS) : c;
                        long ti = apart ? 0 : ci;
                        long tRow = apart ? SIZE : cRow;
                        if (height == 4) {
                            ColumnTiles.masked4(a, ai, aStep, aLeap, b, bj, bRow, bLeap, n, leaps, t, ti, tRow, lanes);
                        } else {
                            SingleRows.maskedRow(a, ai, aStep, aLeap, b, bj, bRow, bLeap, n, leaps, t, ti, lanes);
                        }
                        addStart(t, ti, tRow, s, si, sRow, c, ci, cRow, height, lanes);
                    }
                    default -> {
                        singleRow(vectors, a, ai, aStep, b, bj, bRow, leaps == 0 ? 0 : n, s, si, c, ci);
                        for (int leap = 1; leap < leaps; leap++) {
                            singleRow(vectors, a, ai + leap * aLeap, aStep, b, bj + leap * bLeap, bRow, n, c, ci, c, ci);
                        }
                    }
                }
                row += height;
            }
            column += vectors * LENGTH;
        }
    }

    private static void singleRow(int vectors, MemorySegment a, long ai, long aStep, MemorySegment b, long bj, long bRow, int n, MemorySegment s,
            long si, MemorySegment c, long ci) {
        if (vectors == 4) {
            SingleRows.row4(a, ai, aStep, b, bj, bRow, n, s, si, c, ci);
        } else {
            SingleRows.row2(a, ai, aStep, b, bj, bRow, n, s, si, c, ci);
        }
    }

    /** Whether the sums start from the result itself: then what is added to them needs a place of its own at first. */
    private static boolean apart(MemorySegment s, MemorySegment c) {
        return s.address() == c.address();
    }

    /** c = t + s, for a block of less than two vectors. */
    private static void addStart(MemorySegment t, long tAt, long tRow, MemorySegment s, long sAt, long sRow, MemorySegment c, long cAt, long cRow,
            int rows, int lanes) {
        if (zeros(s)) {
            return;
        }
        VectorMask<Float> mask = FLOATS.indexInRange(0, lanes);
        for (int row = 0; row < rows; row++) {
            fromMemorySegment(FLOATS, t, tAt + row * tRow, ORDER, mask).add(fromMemorySegment(FLOATS, s, sAt + row * sRow, ORDER, mask))
                    .intoMemorySegment(c, cAt + row * cRow, ORDER, mask);
        }
    }

    private static boolean zeros(MemorySegment s) {
        return s.address() == ZEROS.address();
    }

    /** How many vectors wide the next block is: 4, 2, or 1 with a mask. */
    private static int vectors(int columns) {
        if (MANY_REGISTERS && columns >= 4 * LENGTH) {
            return 4;
        }
        return columns >= 2 * LENGTH ? 2 : 1;
    }

    /** How many rows high the next block is, so that few single rows remain at the end. */
    private static int height(int rows, int vectors) {
        if (vectors == 4) {
            int height = Math.ceilDiv(rows, Math.ceilDiv(rows, 5));
            return height < 3 ? 1 : height;
        }
        if (vectors == 1) {
            return rows >= 4 ? 4 : 1;
        }
        if (rows == 3 || rows == 6 || rows == 9) {
            return 3;
        }
        if (rows >= 8 && MANY_REGISTERS) {
            return 8;
        }
        return rows >= 4 ? 4 : 1;
    }
}
