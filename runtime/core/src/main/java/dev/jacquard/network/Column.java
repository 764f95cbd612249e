package dev.jacquard.network;

import java.lang.foreign.MemorySegment;

/**
 * One input or target for all rows of a data set, in the form its source had. Engines read rows by index and convert on the way, so that a
 * set of bytes stays bytes in memory.
 */
public sealed interface Column {
    /** The shape of one row. */
    Shape shape();

    /** The number of rows. */
    int rows();

    /** The numbers in one row. */
    default int width() {
        return shape().size();
    }

    /**
     * 32-bit floats, row after row.
     *
     * @param values at least rows·width floats, in native byte order
     */
    record Floats(MemorySegment values, int rows, Shape shape) implements Column {
    }

    /**
     * Unsigned bytes that mean byte·scale + offset.
     *
     * @param values at least rows·width bytes
     */
    record Bytes(MemorySegment values, int rows, Shape shape, float scale, float offset) implements Column {
    }

    /**
     * Class numbers as 32-bit integers.
     *
     * @param values at least rows·width integers, in native byte order
     */
    record Labels(MemorySegment values, int rows, Shape shape) implements Column {
    }

    /** Rows made when they are asked for: files, augmentation. */
    non-sealed interface Computed extends Column {
        /**
         * Writes one row as floats.
         *
         * @param row    0 … rows−1
         * @param pass   how often the set was gone through before: augmentation differs from pass to pass
         * @param target receives width floats
         * @param offset the first float written
         */
        void read(int row, int pass, MemorySegment target, long offset);
    }
}
