package dev.jacquard.cpu;

import java.util.Arrays;

/**
 * The chunks of a region dealt out to threads. Each part is cut into as many runs as there are threads, so that a thread meets the same units
 * whenever a part is cut in the same proportions; the few chunks of a small part go to the thread with the fewest so far.
 *
 * @param order  the numbers of all chunks, a thread's share behind the other's, in the order in which it does them
 * @param shares where each thread's share begins in {@code order}; one more entry holds the end
 */
@SuppressWarnings("ArrayRecordComponent") // read in a loop that must not allocate; nobody outside the package sees them
record Deal(int[] order, int[] shares) {
    /** Where the run of a thread begins among {@code chunks}. */
    static int start(int chunks, int thread, int threads) {
        return (int) ((long) chunks * thread / threads);
    }

    /**
     * Deals out the chunks of parts.
     *
     * @param firstChunk the number of each part's first chunk; one more entry holds the number of chunks
     */
    static Deal of(int[] firstChunk, int threads) {
        int[] order = new int[firstChunk[firstChunk.length - 1]];
        int[] owner = new int[order.length];
        int[] load = new int[threads];
        for (int part = 0; part + 1 < firstChunk.length; part++) {
            int chunks = firstChunk[part + 1] - firstChunk[part];
            for (int chunk = 0, thread = 0; chunk < chunks; chunk++) {
                if (chunks < threads) {
                    thread = fewest(load);
                } else {
                    while (chunk >= start(chunks, thread + 1, threads)) {
                        thread++;
                    }
                }
                owner[firstChunk[part] + chunk] = thread;
                load[thread]++;
            }
        }
        int[] shares = new int[threads + 1];
        for (int thread = 0, place = 0; thread < threads; thread++) {
            for (int chunk = 0; chunk < order.length; chunk++) {
                if (owner[chunk] == thread) {
                    order[place++] = chunk;
                }
            }
            shares[thread + 1] = place;
        }
        return new Deal(order, shares);
    }

    private static int fewest(int[] load) {
        int least = Arrays.stream(load).min().orElseThrow();
        int thread = 0;
        while (load[thread] != least) {
            thread++;
        }
        return thread;
    }
}
