package dev.jacquard.train;

import dev.jacquard.network.CounterRandom;

/** The order of rows in an epoch: a permutation that depends only on the seed and on how many epochs went before. */
final class EpochOrder {
    /** Keeps this stream apart from those of dropout and initial values, which start from the same seed. */
    private static final long STREAM = 0x7368_7566_666C_65L;

    private EpochOrder() {
    }

    /** Puts the rows 0 … rows−1 at the front of {@code order}, as they are. */
    static void inOrder(int[] order, int rows) {
        for (int i = 0; i < rows; i++) {
            order[i] = i;
        }
    }

    /** Shuffles the rows 0 … rows−1 into the front of {@code order} (Durstenfeld: Algorithm 235, Random permutation, 1964). */
    static void shuffled(int[] order, int rows, long seed, int pass) {
        inOrder(order, rows);
        int key = CounterRandom.key(seed ^ STREAM, pass, 0);
        for (int i = rows - 1; i > 0; i--) {
            int other = CounterRandom.below(key, i, i + 1);
            int row = order[i];
            order[i] = order[other];
            order[other] = row;
        }
    }
}
