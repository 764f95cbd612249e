package dev.jacquard;

/**
 * Data that cannot be used as it is: a value that is not a number, a row of another width, a label out of range, a truncated or corrupt
 * file. The message says where (row, column or file offset) and what was expected.
 */
public final class DataException extends JacquardException {
    private static final long serialVersionUID = 1L;

    /** A failure with the place and the expectation. */
    public DataException(String message) {
        super(message);
    }

    /** A failure with the place, the expectation and what led to it. */
    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
