package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.LENGTH;

import java.lang.foreign.MemorySegment;

/**
 * One block of a product: by the method that keeps it in registers, or until that is compiled by {@link PlainTiles}, with the same bits. Parameters as
 * in {@link RowTiles} and {@link ColumnTiles}.
 */
final class Tiles {
    private static final int MOST_ROWS = 12;
    /** By form, then by height. */
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
     * @param standing whether a's rows are contiguous, aLine apart; else its columns
     * @param vectors  4, 2, or 1 for a block of at most one vector
     * @param lanes    how wide a block of one vector is
     */
    static void block(boolean standing, int vectors, int height, float[] a, int aAt, int aLine, int aLeap, MemorySegment b, long bAt, long bRow,
            long bLeap, int n, int leaps, float[] s, int sAt, int sRow, MemorySegment c, long cAt, long cRow, int lanes) {
        Trials trials = TRIALS[standing ? vectors / 2 : 3 + vectors / 2][height];
        if (trials.passed()) {
            compiled(standing, vectors, height, a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow, lanes);
            return;
        }
        int width = vectors == 1 ? lanes : vectors * LENGTH;
        if (trials.next()) {
            // The result is thrown away. Two leaps, so that the compiler learns that there may be some.
            int rounds = Math.min(n, Trials.ROUNDS);
            int twice = Math.min(leaps, 2);
            long row = 4L * vectors * LENGTH;
            MemorySegment nowhere = Scratch.floats(Scratch.Slot.NOWHERE, height * row / 4);
            long start = trials.clock();
            compiled(standing, vectors, height, a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, rounds, twice, s, sAt, sRow, nowhere, 0, row, lanes);
            trials.done(start, (long) rounds * twice * height * vectors);
        }
        PlainTiles.block(height, width, a, aAt, standing ? aLine : 1, standing ? 1 : aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c,
                cAt, cRow);
    }

    /** By the methods that are fast when they are compiled. */
    static void compiled(boolean standing, int vectors, int height, float[] a, int aAt, int aLine, int aLeap, MemorySegment b, long bAt, long bRow,
            long bLeap, int n, int leaps, float[] s, int sAt, int sRow, MemorySegment c, long cAt, long cRow, int lanes) {
        if (standing) {
            switch (vectors) {
                case 4 -> RowTiles.four(height, a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                case 2 -> RowTiles.two(height, a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                default -> RowTiles.masked(height, a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow, lanes);
            }
        } else {
            switch (vectors) {
                case 4 -> ColumnTiles.four(height, a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                case 2 -> ColumnTiles.two(height, a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow);
                default -> ColumnTiles.masked(height, a, aAt, aLine, aLeap, b, bAt, bRow, bLeap, n, leaps, s, sAt, sRow, c, cAt, cRow, lanes);
            }
        }
    }
}
