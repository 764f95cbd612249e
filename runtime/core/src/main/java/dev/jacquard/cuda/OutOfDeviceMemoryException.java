package dev.jacquard.cuda;

/** A card whose memory does not suffice. */
public final class OutOfDeviceMemoryException extends CudaException {
    private static final long serialVersionUID = 1L;
    private final long asked;
    private final long free;

    /**
     * Says what was asked for and what there is.
     *
     * @param purpose what the memory was for
     * @param asked   bytes
     * @param free    bytes
     * @param total   bytes of the card
     */
    public OutOfDeviceMemoryException(String purpose, long asked, long free, long total, int status) {
        super("%s needs %s of the card's memory, but of its %s only %s are free: take a smaller batch, or end other programs on the card"
                .formatted(purpose, megabytes(asked), megabytes(total), megabytes(free)), status);
        this.asked = asked;
        this.free = free;
    }

    /** Bytes that were asked for. */
    public long asked() {
        return asked;
    }

    /** Bytes that were free. */
    public long free() {
        return free;
    }

    private static String megabytes(long bytes) {
        return bytes < 1 << 20 ? bytes + " bytes" : (bytes >> 20) + " MB";
    }
}
