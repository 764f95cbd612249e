package dev.jacquard.cuda.kernel;

import java.util.List;

/**
 * How the persistent kernel's work is divided among blocks.
 *
 * @param unitGroups blocks that share the units of every layer
 * @param rowGroups  groups of blocks that share the rows of a batch
 * @param threads    of a block, a multiple of 32
 */
public record Division(int unitGroups, int rowGroups, int threads) {
    /** The blocks of the grid: all must run at once. */
    public int blocks() {
        return unitGroups * rowGroups;
    }

    /** As definitions for the compiler. */
    public List<String> definitions(int batch) {
        return List.of("BATCH=" + batch, "UNIT_GROUPS=" + unitGroups, "ROW_GROUPS=" + rowGroups, "THREADS=" + threads);
    }
}
