package dev.jacquard.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Page-locked memory of the host. Only from such memory does a copy run while the host goes on: the driver copies pageable memory through a buffer of
 * its own and lets the host wait. Access after closing fails with an exception.
 */
@SuppressWarnings("restricted") // foreign memory is what this class is for
final class PinnedMemory extends Handle {
    private final MemorySegment memory;

    /** Ends before the memory is given back, so that nobody reads it afterwards. */
    private static final class Lifetime {
        private final Arena arena = Arena.ofShared();
    }

    private PinnedMemory(Driver driver, String purpose, MemorySegment raw, long bytes) {
        Lifetime lifetime = new Lifetime();
        super(purpose, raw.address(), _ -> {
            lifetime.arena.close();
            driver.freePinned(raw);
        });
        memory = raw.reinterpret(bytes, lifetime.arena, null);
        memory.fill((byte) 0);
    }

    /**
     * Takes page-locked memory; it begins as zeros.
     *
     * @param purpose for messages
     * @throws CudaException when the host has no more to lock
     */
    static PinnedMemory allocate(Driver driver, String purpose, long bytes) {
        MemorySegment raw;
        try {
            raw = driver.allocatePinned(Math.max(64, bytes));
        } catch (CudaException e) {
            throw new CudaException(
                    purpose + " needs " + bytes + " bytes of the host's memory, page-locked, and there are no more: " + e.getMessage(),
                    e);
        }
        return new PinnedMemory(driver, purpose, raw, bytes);
    }

    /** All of it. */
    MemorySegment memory() {
        value();
        return memory;
    }

    /** A part of it. */
    MemorySegment memory(long at, long bytes) {
        value();
        return memory.asSlice(at, bytes);
    }
}
