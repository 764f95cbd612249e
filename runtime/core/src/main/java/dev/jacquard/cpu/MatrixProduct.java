package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.LENGTH;
import static dev.jacquard.cpu.Lanes.MANY_REGISTERS;
import static dev.jacquard.cpu.Lanes.SIZE;

import java.lang.foreign.MemorySegment;

import org.jspecify.annotations.Nullable;

/**
 * Products of matrices by blocks that stay in registers. The right matrix is read as it lies in memory, a few vectors of each of its rows at
 * a time. All places and distances are in bytes. An element of the result is the sum over k in ascending order, in blocks fixed by the length
 * of the sum, however the rows are cut.
 */
final class MatrixProduct {
    /** Sums longer than this are cut, so that the columns of b in use stay in the second-level cache. */
    private static final int LONG_SUM = 1024;
    private static final int SUM_BLOCK = 512;
    /** A block on its way to being added: at most eight rows of four vectors. */
    private static final int BLOCK_FLOATS = 8 * 4 * 16;

    private MatrixProduct() {
    }

    /**
     * c = a·b + bias, or c += a·b.
     *
     * @param a    (rows, n) with contiguous rows
     * @param b    (n, columns)
     * @param bias (columns), or null for none
     * @param add  whether c is added to; only without a bias
     * @param c    (rows, columns)
     */
    static void rows(MemorySegment a, long a0, long aRow, MemorySegment b, long b0, long bRow, int n, @Nullable MemorySegment bias, boolean add,
            MemorySegment c, long c0, long cRow, int rows, int columns) {
        int block = n > LONG_SUM ? SUM_BLOCK : n;
        for (int k = 0; k < n; k += block) {
            product(true, a, a0 + 4L * k, aRow, b, b0 + k * bRow, bRow, Math.min(block, n - k), k == 0 ? bias : null, add || k > 0, c, c0, cRow, rows,
                    columns);
        }
    }

    /**
     * c = aᵀ·b + bias, or c += aᵀ·b.
     *
     * @param a    (n, rows): the left matrix, lying on its side
     * @param b    (n, columns)
     * @param bias (columns), or null for none
     * @param add  whether c is added to; only without a bias
     * @param c    (rows, columns)
     */
    static void columns(MemorySegment a, long a0, long aStep, MemorySegment b, long b0, long bRow, int n, @Nullable MemorySegment bias,
            boolean add, MemorySegment c, long c0, long cRow, int rows, int columns) {
        int block = n > LONG_SUM ? SUM_BLOCK : n;
        for (int k = 0; k < n; k += block) {
            product(false, a, a0 + k * aStep, aStep, b, b0 + k * bRow, bRow, Math.min(block, n - k), k == 0 ? bias : null, add || k > 0, c, c0, cRow,
                    rows, columns);
        }
    }

    /** @param aStride between rows of a, or, where these are not the contiguous ones, between its columns */
    private static void product(boolean contiguousRows, MemorySegment a, long a0, long aStride, MemorySegment b, long b0, long bRow, int n,
            @Nullable MemorySegment bias, boolean add, MemorySegment c, long c0, long cRow, int rows, int columns) {
        MemorySegment block = add ? Scratch.floats(Scratch.Slot.BLOCK, BLOCK_FLOATS) : c;
        for (int column = 0; column < columns;) {
            int vectors = vectors(columns - column);
            for (int row = 0; row < rows;) {
                int height = height(rows - row, vectors);
                long ci = c0 + row * cRow + 4L * column;
                long ti = add ? 0 : ci;
                long tRow = add ? 4 * SIZE : cRow;
                if (contiguousRows) {
                    rowTile(10 * vectors + height, a, a0 + row * aStride, aStride, b, b0 + 4L * column, bRow, n, block, ti, tRow, columns - column);
                } else {
                    columnTile(10 * vectors + height, a, a0 + 4L * row, aStride, b, b0 + 4L * column, bRow, n, block, ti, tRow, columns - column);
                }
                if (add) {
                    Sums.add(vectors, block, 0, tRow, c, ci, cRow, c, ci, cRow, height, columns - column);
                } else if (bias != null) {
                    Sums.add(vectors, c, ci, cRow, bias, 4L * column, 0, c, ci, cRow, height, columns - column);
                }
                row += height;
            }
            column += vectors * LENGTH;
        }
    }

    private static void rowTile(int kind, MemorySegment a, long ai, long aRow, MemorySegment b, long bj, long bRow, int n, MemorySegment c, long ci,
            long cRow, int columns) {
        switch (kind) {
            case 45 -> RowTiles.tile5x4(a, ai, aRow, b, bj, bRow, n, c, ci, cRow);
            case 44 -> RowTiles.tile4x4(a, ai, aRow, b, bj, bRow, n, c, ci, cRow);
            case 43 -> RowTiles.tile3x4(a, ai, aRow, b, bj, bRow, n, c, ci, cRow);
            case 28 -> RowTiles.tile8x2(a, ai, aRow, b, bj, bRow, n, c, ci, cRow);
            case 24 -> RowTiles.tile4x2(a, ai, aRow, b, bj, bRow, n, c, ci, cRow);
            case 23 -> RowTiles.tile3x2(a, ai, aRow, b, bj, bRow, n, c, ci, cRow);
            case 14 -> RowTiles.masked4(a, ai, aRow, b, bj, bRow, n, c, ci, cRow, columns);
            default -> singleRow(kind, a, ai, 4, b, bj, bRow, n, c, ci, columns);
        }
    }

    private static void columnTile(int kind, MemorySegment a, long ai, long aStep, MemorySegment b, long bj, long bRow, int n, MemorySegment c,
            long ci, long cRow, int columns) {
        switch (kind) {
            case 45 -> ColumnTiles.tile5x4(a, ai, aStep, b, bj, bRow, n, c, ci, cRow);
            case 44 -> ColumnTiles.tile4x4(a, ai, aStep, b, bj, bRow, n, c, ci, cRow);
            case 43 -> ColumnTiles.tile3x4(a, ai, aStep, b, bj, bRow, n, c, ci, cRow);
            case 28 -> ColumnTiles.tile8x2(a, ai, aStep, b, bj, bRow, n, c, ci, cRow);
            case 24 -> ColumnTiles.tile4x2(a, ai, aStep, b, bj, bRow, n, c, ci, cRow);
            case 23 -> ColumnTiles.tile3x2(a, ai, aStep, b, bj, bRow, n, c, ci, cRow);
            case 14 -> ColumnTiles.masked4(a, ai, aStep, b, bj, bRow, n, c, ci, cRow, columns);
            default -> singleRow(kind, a, ai, aStep, b, bj, bRow, n, c, ci, columns);
        }
    }

    private static void singleRow(int kind, MemorySegment a, long ai, long aStep, MemorySegment b, long bj, long bRow, int n, MemorySegment c,
            long ci, int columns) {
        switch (kind) {
            case 41 -> SingleRows.row4(a, ai, aStep, b, bj, bRow, n, c, ci);
            case 21 -> SingleRows.row2(a, ai, aStep, b, bj, bRow, n, c, ci);
            default -> SingleRows.maskedRow(a, ai, aStep, b, bj, bRow, n, c, ci, columns);
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
