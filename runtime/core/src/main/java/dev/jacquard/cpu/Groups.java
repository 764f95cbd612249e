package dev.jacquard.cpu;

/**
 * How a batch is cut into groups whose gradients are summed one by one and then added up. It depends on the batch alone, so the sums have the same
 * bits whatever the number of threads.
 */
final class Groups {
    private static final int MOST = 16;
    /** Samples of a group at the least: for one alone its sum costs as much as it saves. */
    private static final int LEAST = 4;

    private Groups() {
    }

    /** The samples of a group; the last one may have fewer. */
    static int size(int rows) {
        return Math.max(LEAST, Math.ceilDiv(rows, MOST));
    }

    /** The number of groups. */
    static int count(int rows) {
        return Math.ceilDiv(rows, size(rows));
    }

    /** The largest number of groups of a batch with at most that many rows. */
    static int most(int rows) {
        return Math.min(MOST, Math.ceilDiv(rows, LEAST));
    }
}
