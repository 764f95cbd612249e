package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.LENGTH;
import static dev.jacquard.cpu.Lanes.MANY_REGISTERS;

import java.lang.foreign.MemorySegment;

/**
 * c = s + a·b by blocks that stay in registers. The right matrix is read as it lies in memory, a few vectors of each of its rows at a time.
 * All places and distances are in bytes. An element of c is the sum over k in ascending order, started from s, however the work is cut.
 */
final class MatrixProduct {
    /** Sums longer than this are cut, so that the columns of b in use stay in the second-level cache. */
    private static final int LONG_SUM = 1024;
    private static final int SUM_BLOCK = 512;

    private MatrixProduct() {
    }

    /**
     * c = s + a·b.
     *
     * @param a    (rows, n) with contiguous rows
     * @param b    (n, columns)
     * @param s    what the sums start from, (rows, columns); a bias has sRow 0; may be c
     * @param c    (rows, columns)
     */
    static void rows(MemorySegment a, long a0, long aRow, MemorySegment b, long b0, long bRow, int n, MemorySegment s, long s0, long sRow,
            MemorySegment c, long c0, long cRow, int rows, int columns) {
        int block = n > LONG_SUM ? SUM_BLOCK : n;
        for (int k = 0; k < n; k += block) {
            int length = Math.min(block, n - k);
            if (k == 0) {
                rowsOfBlock(a, a0, aRow, b, b0, bRow, length, s, s0, sRow, c, c0, cRow, rows, columns);
            } else {
                rowsOfBlock(a, a0 + 4L * k, aRow, b, b0 + k * bRow, bRow, length, c, c0, cRow, c, c0, cRow, rows, columns);
            }
        }
    }

    /**
     * c = s + aᵀ·b.
     *
     * @param a (n, rows): the left matrix, lying on its side
     * @param b (n, columns)
     * @param s what the sums start from, (rows, columns); may be c
     * @param c (rows, columns)
     */
    static void columns(MemorySegment a, long a0, long aStep, MemorySegment b, long b0, long bRow, int n, MemorySegment s, long s0, long sRow,
            MemorySegment c, long c0, long cRow, int rows, int columns) {
        int block = n > LONG_SUM ? SUM_BLOCK : n;
        for (int k = 0; k < n; k += block) {
            int length = Math.min(block, n - k);
            if (k == 0) {
                columnsOfBlock(a, a0, aStep, b, b0, bRow, length, s, s0, sRow, c, c0, cRow, rows, columns);
            } else {
                columnsOfBlock(a, a0 + k * aStep, aStep, b, b0 + k * bRow, bRow, length, c, c0, cRow, c, c0, cRow, rows, columns);
            }
        }
    }

    private static void rowsOfBlock(MemorySegment a, long a0, long aRow, MemorySegment b, long b0, long bRow, int n, MemorySegment s, long s0,
            long sRow, MemorySegment c, long c0, long cRow, int rows, int columns) {
        for (int column = 0; column < columns;) {
            int vectors = vectors(columns - column);
            long shift = 4L * column;
            for (int row = 0; row < rows;) {
                int height = height(rows - row, vectors);
                long ai = a0 + row * aRow;
                long si = s0 + row * sRow + shift;
                long ci = c0 + row * cRow + shift;
                long bj = b0 + shift;
                switch (10 * vectors + height) {
                    case 46 -> RowTiles.tile6x4(a, ai, aRow, b, bj, bRow, n, s, si, sRow, c, ci, cRow);
                    case 45 -> RowTiles.tile5x4(a, ai, aRow, b, bj, bRow, n, s, si, sRow, c, ci, cRow);
                    case 44 -> RowTiles.tile4x4(a, ai, aRow, b, bj, bRow, n, s, si, sRow, c, ci, cRow);
                    case 28 -> RowTiles.tile8x2(a, ai, aRow, b, bj, bRow, n, s, si, sRow, c, ci, cRow);
                    case 24 -> RowTiles.tile4x2(a, ai, aRow, b, bj, bRow, n, s, si, sRow, c, ci, cRow);
                    case 23 -> RowTiles.tile3x2(a, ai, aRow, b, bj, bRow, n, s, si, sRow, c, ci, cRow);
                    case 18 -> RowTiles.masked8(a, ai, aRow, b, bj, bRow, n, s, si, sRow, c, ci, cRow, columns - column);
                    default -> single(vectors, a, ai, 4, b, bj, bRow, n, s, si, c, ci, columns - column);
                }
                row += height;
            }
            column += vectors * LENGTH;
        }
    }

    private static void columnsOfBlock(MemorySegment a, long a0, long aStep, MemorySegment b, long b0, long bRow, int n, MemorySegment s, long s0,
            long sRow, MemorySegment c, long c0, long cRow, int rows, int columns) {
        for (int column = 0; column < columns;) {
            int vectors = vectors(columns - column);
            long shift = 4L * column;
            for (int row = 0; row < rows;) {
                int height = height(rows - row, vectors);
                long ai = a0 + 4L * row;
                long si = s0 + row * sRow + shift;
                long ci = c0 + row * cRow + shift;
                long bj = b0 + shift;
                switch (10 * vectors + height) {
                    case 46 -> ColumnTiles.tile6x4(a, ai, aStep, b, bj, bRow, n, s, si, sRow, c, ci, cRow);
                    case 45 -> ColumnTiles.tile5x4(a, ai, aStep, b, bj, bRow, n, s, si, sRow, c, ci, cRow);
                    case 44 -> ColumnTiles.tile4x4(a, ai, aStep, b, bj, bRow, n, s, si, sRow, c, ci, cRow);
                    case 28 -> ColumnTiles.tile8x2(a, ai, aStep, b, bj, bRow, n, s, si, sRow, c, ci, cRow);
                    case 24 -> ColumnTiles.tile4x2(a, ai, aStep, b, bj, bRow, n, s, si, sRow, c, ci, cRow);
                    case 23 -> ColumnTiles.tile3x2(a, ai, aStep, b, bj, bRow, n, s, si, sRow, c, ci, cRow);
                    case 18 -> ColumnTiles.masked8(a, ai, aStep, b, bj, bRow, n, s, si, sRow, c, ci, cRow, columns - column);
                    default -> single(vectors, a, ai, aStep, b, bj, bRow, n, s, si, c, ci, columns - column);
                }
                row += height;
            }
            column += vectors * LENGTH;
        }
    }

    private static void single(int vectors, MemorySegment a, long a0, long aStep, MemorySegment b, long b0, long bRow, int n, MemorySegment s,
            long s0, MemorySegment c, long c0, int columns) {
        switch (vectors) {
            case 4 -> SingleRows.row4(a, a0, aStep, b, b0, bRow, n, s, s0, c, c0);
            case 2 -> SingleRows.row2(a, a0, aStep, b, b0, bRow, n, s, s0, c, c0);
            default -> SingleRows.maskedRow(a, a0, aStep, b, b0, bRow, n, s, s0, c, c0, columns);
        }
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
            int height = Math.ceilDiv(rows, Math.ceilDiv(rows, 6));
            return height < 4 ? 1 : height;
        }
        if (rows >= 8 && (MANY_REGISTERS || vectors == 1)) {
            return 8;
        }
        if (vectors == 1 || rows < 3) {
            return 1;
        }
        return rows == 3 || rows == 6 || rows == 9 ? 3 : 4;
    }
}
