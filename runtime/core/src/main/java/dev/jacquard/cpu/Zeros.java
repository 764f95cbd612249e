package dev.jacquard.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Zeros to read: what sums start from where there is no bias. */
final class Zeros {
    private static volatile MemorySegment block = Arena.ofAuto().allocate(4096 * Float.BYTES, AlignedMemory.ALIGNMENT);

    private Zeros() {
    }

    /** At least that many zeros. */
    static MemorySegment floats(int count) {
        MemorySegment zeros = block;
        if (zeros.byteSize() < 4L * count) {
            zeros = Arena.ofAuto().allocate(8L * count, AlignedMemory.ALIGNMENT);
            block = zeros;
        }
        return zeros;
    }
}
