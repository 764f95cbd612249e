package dev.jacquard.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Memory of one thread for the time of one kernel call: registers of formulas, sums on their way. It grows when a call needs more
 * than any before and is freed some time after the thread has ended.
 */
final class Scratch {
    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

    /** Kernels that call each other use different slots. */
    enum Slot {
        FORMULA, FACTORS, BLOCK, BITS, LANES, POWERS, LEFT, START, BLOCK_START, SUMS, RIGHT, NOWHERE, TRANSPOSED
    }

    private static final float[] NONE = {};

    private final MemorySegment[] blocks = new MemorySegment[Slot.values().length];
    private final float[][] arrays = new float[Slot.values().length][];

    private Scratch() {
        Arrays.fill(blocks, MemorySegment.NULL);
        Arrays.fill(arrays, NONE);
    }

    /** At least that many floats with unknown content, 64-byte aligned. */
    static MemorySegment floats(Slot slot, long count) {
        Scratch scratch = OF_THREAD.get();
        MemorySegment block = scratch.blocks[slot.ordinal()];
        if (block.byteSize() < count * Float.BYTES) {
            block = Arena.ofAuto().allocate(count * Float.BYTES, AlignedMemory.ALIGNMENT);
            scratch.blocks[slot.ordinal()] = block;
        }
        return block;
    }

    /** An array of at least that many floats with unknown content. */
    static float[] array(Slot slot, int count) {
        Scratch scratch = OF_THREAD.get();
        float[] array = scratch.arrays[slot.ordinal()];
        if (array.length < count) {
            array = new float[count];
            scratch.arrays[slot.ordinal()] = array;
        }
        return array;
    }
}
