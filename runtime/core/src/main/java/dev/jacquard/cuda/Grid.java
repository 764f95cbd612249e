package dev.jacquard.cuda;

/**
 * How a kernel's threads are arranged.
 *
 * @param blocksX blocks along x
 * @param blocksY blocks along y
 * @param blocksZ blocks along z
 * @param threads of a block, along x
 */
public record Grid(int blocksX, int blocksY, int blocksZ, int threads) {
    /** A row of blocks. */
    public static Grid of(int blocks, int threads) {
        return new Grid(blocks, 1, 1, threads);
    }

    /** Enough blocks to give each of {@code items} a thread. */
    public static Grid covering(long items, int threads) {
        return of(Math.toIntExact(Math.max(1, (items + threads - 1) / threads)), threads);
    }
}
