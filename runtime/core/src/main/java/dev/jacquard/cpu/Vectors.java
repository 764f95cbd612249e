package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.FLOATS;
import static dev.jacquard.cpu.Lanes.ORDER;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;

/** The first values of the blocks of products. */
final class Vectors {
    private Vectors() {
    }

    /**
     * A vector from memory; the place is in bytes. C2 inlines this method, and it is written so that C1 does not: C1 inlines up to 35 bytes of
     * bytecode, and a block of a product in which it inlined everything has more values than it can number. Such a method it gives up, and when it
     * had compiled it without profiles before, C2 never sees it. The assertion brings the size above that limit.
     */
    static FloatVector load(MemorySegment memory, long at) {
        assert at >= 0 && at % Float.BYTES == 0 : at;
        return FloatVector.fromMemorySegment(FLOATS, memory, at, ORDER);
    }
}
