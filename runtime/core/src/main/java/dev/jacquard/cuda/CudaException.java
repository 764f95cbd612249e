package dev.jacquard.cuda;

import dev.jacquard.JacquardException;

/** A call into NVIDIA's libraries that failed, or a library that is missing. The message names the call, its arguments and the reason. */
public class CudaException extends JacquardException {
    private static final long serialVersionUID = 1L;
    private final int status;

    /** A failure without a status code: a missing library or symbol, a card that does not fit. */
    public CudaException(String message) {
        this(message, 0);
    }

    /**
     * A failure that a library reported.
     *
     * @param status the library's code, not 0
     */
    public CudaException(String message, int status) {
        super(message);
        this.status = status;
    }

    /** A failure with what led to it. */
    public CudaException(String message, Throwable cause) {
        super(message, cause);
        status = 0;
    }

    /** The library's status code; 0 where there is none. */
    public int status() {
        return status;
    }
}
