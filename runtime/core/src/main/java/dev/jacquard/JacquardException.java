package dev.jacquard;

/**
 * The root of Jacquard's own failures. The message names the value that is wrong, the place it came from and what to do about it.
 */
public class JacquardException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure with its whole explanation. */
    public JacquardException(String message) {
        super(message);
    }

    /** A failure with its whole explanation and what led to it. */
    public JacquardException(String message, Throwable cause) {
        super(message, cause);
    }
}
