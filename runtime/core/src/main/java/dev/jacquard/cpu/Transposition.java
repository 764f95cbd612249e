package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.LENGTH;

import java.lang.foreign.MemorySegment;

/** Transposes a matrix in strips of columns, so that the cache lines written stay at hand until they are full. */
final class Transposition {
    private Transposition() {
    }

    /** target (columns, rows) = source (rows, columns)ᵀ, for the target's rows [from, to). */
    static void transpose(MemorySegment source, MemorySegment target, int from, int to, int rows, int columns) {
        // Blocks of columns keep the target's lines in the cache until all rows have been through.
        for (int column = from; column < to; column += LENGTH) {
            int end = Math.min(column + LENGTH, to);
            for (int row = 0; row < rows; row++) {
                for (int j = column; j < end; j++) {
                    Floats.set(target, (long) j * rows + row, Floats.get(source, (long) row * columns + j));
                }
            }
        }
    }
}
