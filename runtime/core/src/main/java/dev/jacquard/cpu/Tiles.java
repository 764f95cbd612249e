package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.LENGTH;

import java.lang.foreign.MemorySegment;

/**
 * One block of a product: by the method that keeps it in registers, or until that is compiled by {@link PlainTiles}, with the same bits. Parameters as
 * in {@link RowTiles} and {@link ColumnTiles}.
 */
final class Tiles {
    private static final int MOST_ROWS = 12;
    /** By form, then by height. Forms are blocks of one, two and four vectors, of standing and then of lying left matrices. */
    private static final Trials[][] TRIALS = new Trials[6][MOST_ROWS + 1];

    static {
        for (Trials[] form : TRIALS) {
            for (int height = 0; height <= MOST_ROWS; height++) {
                form[height] = new Trials();
            }
        }
    }

    private Tiles() {
    }

    /**
     * The form of a block.
     *
     * @param standing whether the left matrix's rows are contiguous; else its columns
     * @param vectors  4, 2, or 1 for a block of at most one vector
     */
    static int form(boolean standing, int vectors) {
        return (standing ? 0 : 3) + vectors / 2;
    }

    /** Whether blocks of that form and height are {@link #compiled}; else they are {@link #untried}. */
    static boolean passed(int form, int height) {
        return TRIALS[form][height].passed();
    }

    /**
     * A block by plain loops, and sometimes a trial.
     *
     * @param aLine from row to row of a standing, from column to column of a lying left matrix
     * @param lanes how wide a block of one vector is; whole vectors are read from s
     */
    static void untried(int form, int height, float[] a, int aAt, int aLine, int aLeap, MemorySegment b, long bAt, long bRow, long bLeap,
            int n, int leaps, float[] s, int sAt, int sRow, MemorySegment c, long cAt, long cRow, int lanes) {
        Trials trials = TRIALS[form][height];
        boolean standing = form < 3;
        int vectors = 1 << form % 3;
        if (trials.next()) {
            // The result is thrown away. Two leaps, so that the compiler learns that there may be some.
            int rounds = Math.min(n, Trials.ROUNDS);
            int twice = Math.min(leaps, 2);
            int row = vectors * LENGTH;
            MemorySegment nowhere = Scratch.floats(Scratch.Slot.NOWHERE, (long) height * row);
            long start = trials.clock();
            compiled(form, height, a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, rounds, twice, s, sAt, sRow, nowhere, 0, 4L * row, lanes);
            trials.done(start, (long) rounds * twice * height * vectors);
        }
        PlainTiles.block(height, vectors == 1 ? lanes : vectors * LENGTH, a, aAt, standing ? aLine : 1, standing ? 1 : aLine, aLeap, b, bAt, bRow,
                bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
    }

    /** By the methods that are fast when they are compiled. One switch, because every call on the way costs as much as two dozen multiply-adds. */
    static void compiled(int form, int height, float[] a, int aAt, int aLine, int aLeap, MemorySegment b, long bAt, long bRow, long bLeap, int n,
            int leaps, float[] s, int sAt, int sRow, MemorySegment c, long cAt, long cRow, int lanes) {
        switch (form) {
            case 0 -> {
                switch (height) {
                    case 1 -> RowTiles.masked1(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow, lanes);
                    case 4 -> RowTiles.masked4(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow, lanes);
                    default -> throw new IllegalArgumentException(height + " rows");
                }
            }
            case 1 -> {
                switch (height) {
                    case 1 -> RowTiles.tile1x2(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 2 -> RowTiles.tile2x2(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 3 -> RowTiles.tile3x2(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 4 -> RowTiles.tile4x2(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 5 -> RowTiles.tile5x2(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 6 -> RowTiles.tile6x2(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 7 -> RowTiles.tile7x2(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 8 -> RowTiles.tile8x2(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 9 -> RowTiles.tile9x2(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 10 -> RowTiles.tile10x2(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 11 -> RowTiles.tile11x2(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 12 -> RowTiles.tile12x2(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    default -> throw new IllegalArgumentException(height + " rows");
                }
            }
            case 2 -> {
                switch (height) {
                    case 1 -> RowTiles.tile1x4(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 2 -> RowTiles.tile2x4(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 3 -> RowTiles.tile3x4(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 4 -> RowTiles.tile4x4(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 5 -> RowTiles.tile5x4(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 6 -> RowTiles.tile6x4(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    default -> throw new IllegalArgumentException(height + " rows");
                }
            }
            case 3 -> {
                switch (height) {
                    case 1 -> ColumnTiles.masked1(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow, lanes);
                    case 4 -> ColumnTiles.masked4(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow, lanes);
                    default -> throw new IllegalArgumentException(height + " rows");
                }
            }
            case 4 -> {
                switch (height) {
                    case 1 -> ColumnTiles.tile1x2(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 2 -> ColumnTiles.tile2x2(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 3 -> ColumnTiles.tile3x2(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 4 -> ColumnTiles.tile4x2(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 5 -> ColumnTiles.tile5x2(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 6 -> ColumnTiles.tile6x2(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 7 -> ColumnTiles.tile7x2(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 8 -> ColumnTiles.tile8x2(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 9 -> ColumnTiles.tile9x2(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 10 -> ColumnTiles.tile10x2(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 11 -> ColumnTiles.tile11x2(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 12 -> ColumnTiles.tile12x2(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    default -> throw new IllegalArgumentException(height + " rows");
                }
            }
            case 5 -> {
                switch (height) {
                    case 1 -> ColumnTiles.tile1x4(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 2 -> ColumnTiles.tile2x4(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 3 -> ColumnTiles.tile3x4(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 4 -> ColumnTiles.tile4x4(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 5 -> ColumnTiles.tile5x4(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    case 6 -> ColumnTiles.tile6x4(a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                    default -> throw new IllegalArgumentException(height + " rows");
                }
            }
            default -> throw new IllegalArgumentException("form " + form);
        }
    }
}
