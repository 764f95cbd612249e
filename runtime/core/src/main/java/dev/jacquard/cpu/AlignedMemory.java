package dev.jacquard.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import dev.jacquard.JacquardException;

/**
 * Native memory in blocks that start on 64-byte boundaries: a vector of 512 bits then never straddles two cache lines. Every block is filled
 * with zeros. All blocks are freed together.
 */
public final class AlignedMemory implements AutoCloseable {
    /** Every block starts at a multiple of this many bytes. */
    public static final long ALIGNMENT = 64;

    private final Arena arena = Arena.ofShared();
    private long bytes;

    /**
     * A block of 32-bit floats, all zero.
     *
     * @param count how many, at least 0
     * @throws JacquardException when the memory cannot be had
     */
    public MemorySegment floats(long count) {
        return allocate(count, Float.BYTES);
    }

    /**
     * A block of 32-bit integers, all zero.
     *
     * @param count how many, at least 0
     * @throws JacquardException when the memory cannot be had
     */
    public MemorySegment ints(long count) {
        return allocate(count, Integer.BYTES);
    }

    /**
     * A block of bytes, all zero.
     *
     * @param count how many, at least 0
     * @throws JacquardException when the memory cannot be had
     */
    public MemorySegment bytes(long count) {
        return allocate(count, 1);
    }

    /** The bytes handed out so far. */
    public synchronized long allocatedBytes() {
        return bytes;
    }

    private synchronized MemorySegment allocate(long count, int size) {
        if (count < 0) {
            throw new JacquardException("A block of " + count + " elements was asked for; the size must be at least 0");
        }
        long wanted = Math.multiplyExact(count, (long) size);
        try {
            // Whole cache lines, so that neighbouring blocks never share one.
            MemorySegment block = arena.allocate(Math.addExact(wanted, ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT, ALIGNMENT);
            bytes += block.byteSize();
            return block.asSlice(0, wanted);
        } catch (OutOfMemoryError error) {
            throw new JacquardException(wanted + " bytes of native memory were asked for on top of " + bytes
                    + " and could not be had: use a smaller batch or a smaller network, or allow more with -XX:MaxDirectMemorySize", error);
        }
    }

    /** Frees every block. Using one afterwards throws IllegalStateException. */
    @Override
    public void close() {
        arena.close();
    }
}
