package dev.jacquard.cuda;

import java.util.function.IntToLongFunction;

/** A card whose memory does not suffice: what was asked for and for what, what there is, and how many rows at once would fit. */
public final class OutOfDeviceMemoryException extends CudaException {
    private static final long serialVersionUID = 1L;
    /** One part in so many of the card's memory is kept for what no plan tells: machine code, graphs, the driver's rounding. */
    private static final int KEPT = 256;
    private final long asked;
    private final long free;
    private final int rowsThatFit;

    /**
     * A single piece of memory.
     *
     * @param purpose what the memory was for
     * @param asked   bytes
     * @param free    bytes
     * @param total   bytes of the card
     */
    public OutOfDeviceMemoryException(String purpose, long asked, long free, long total, int status) {
        this("%s needs %s of the card's memory, but of its %s only %s are free: take a smaller batch, or end other programs on the card"
                .formatted(purpose, Megabytes.of(asked), Megabytes.of(total), Megabytes.of(free)), asked, free, 0, status);
    }

    private OutOfDeviceMemoryException(String message, long asked, long free, int rowsThatFit, int status) {
        super(message, status);
        this.asked = asked;
        this.free = free;
        this.rowsThatFit = rowsThatFit;
    }

    /**
     * Everything that a number of rows needs, some of which was not to be had.
     *
     * @param what  does what with how many rows and needs how much
     * @param unit  of the advice: "a batch"
     * @param rows  that were asked for
     * @param bytes what any number of rows needs
     * @param cause the piece that failed; all pieces have been given back since
     */
    static OutOfDeviceMemoryException forRows(Gpu gpu, String what, String unit, int rows, IntToLongFunction bytes,
            OutOfDeviceMemoryException cause) {
        long free = gpu.driver().freeMemory();
        long total = gpu.device().memory();
        int fitting = mostRows(rows, free - total / KEPT, bytes);
        String advice = fitting == 0 ? "not even " + unit + " of one row would fit: end other programs on the card, or take a smaller network"
                : "%s of %d rows would fit; or end other programs on the card".formatted(unit, fitting);
        OutOfDeviceMemoryException explained = new OutOfDeviceMemoryException("%s, but of its %s only %s are free: %s".formatted(what, Megabytes.of(
                total), Megabytes.of(free), advice), bytes.applyAsLong(rows), free, fitting, cause.status());
        explained.initCause(cause);
        return explained;
    }

    /** A number of rows below what was asked that fits, where one more does not, or is what was asked. */
    private static int mostRows(int asked, long available, IntToLongFunction bytes) {
        int fits = 0;
        int tooMany = asked;
        while (tooMany - fits > 1) {
            int middle = fits + (tooMany - fits) / 2;
            if (bytes.applyAsLong(middle) <= available) {
                fits = middle;
            } else {
                tooMany = middle;
            }
        }
        return fits;
    }

    /** Bytes that were asked for, altogether. */
    public long asked() {
        return asked;
    }

    /** Bytes that were free, after what had been taken on the way was given back. */
    public long free() {
        return free;
    }

    /**
     * The largest batch, or number of rows at once, that would fit by the compiler's plan into what was free. Careful rather than exact: 1/256 of the
     * card's memory is kept for machine code, graphs and the driver's rounding, so a few rows more may fit too. 0 when not even one row fits, or when
     * the memory was for something whose size rows do not decide.
     */
    public int rowsThatFit() {
        return rowsThatFit;
    }
}
