package dev.jacquard.cuda;

import java.lang.foreign.MemorySegment;

/** A piece of a card's memory. */
public final class DeviceMemory extends Handle {
    private final Driver driver;
    private final long bytes;

    private DeviceMemory(Driver driver, String purpose, long bytes) {
        super(purpose, driver.allocate(Math.max(16, bytes)), driver::free);
        this.driver = driver;
        this.bytes = bytes;
    }

    /**
     * Takes memory of the current card.
     *
     * @throws OutOfDeviceMemoryException saying how much was asked and how much is free
     */
    static DeviceMemory allocate(Driver driver, String purpose, long bytes, long total) {
        try {
            return new DeviceMemory(driver, purpose, bytes);
        } catch (CudaException e) {
            if (e.status() == Driver.OUT_OF_MEMORY) {
                OutOfDeviceMemoryException known = new OutOfDeviceMemoryException(purpose, bytes, driver.freeMemory(), total, e.status());
                known.initCause(e);
                throw known;
            }
            throw e;
        }
    }

    /** Its length in bytes. */
    public long bytes() {
        return bytes;
    }

    /** Starts copying to it from host memory. */
    public void upload(MemorySegment from, long at, long count, Stream stream) {
        check(at, count);
        driver.upload(value() + at, from, count, stream.value());
    }

    /** Starts copying the whole of host memory to its beginning. */
    public void upload(MemorySegment from, Stream stream) {
        upload(from, 0, from.byteSize(), stream);
    }

    /** Starts copying from it to host memory. */
    public void download(MemorySegment to, long at, long count, Stream stream) {
        check(at, count);
        driver.download(to, value() + at, count, stream.value());
    }

    /** Starts filling as much host memory as there is from its beginning. */
    public void download(MemorySegment to, Stream stream) {
        download(to, 0, to.byteSize(), stream);
    }

    /** Starts setting its first bytes to zero. */
    public void clear(long count, Stream stream) {
        clear(0, count, stream);
    }

    /** Starts setting some of its bytes to zero. */
    public void clear(long at, long count, Stream stream) {
        check(at, count);
        driver.fill(value() + at, (byte) 0, count, stream.value());
    }

    private void check(long at, long count) {
        if (at < 0 || count < 0 || at + count > bytes) {
            throw new IndexOutOfBoundsException("bytes " + at + " … " + (at + count) + " of " + what() + ", which has " + bytes);
        }
    }
}
