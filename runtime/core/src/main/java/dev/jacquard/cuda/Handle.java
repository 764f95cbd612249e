package dev.jacquard.cuda;

import java.util.function.LongConsumer;

/** Something of the driver's that must be given back exactly once. Closing it again does nothing; using it afterwards fails. */
abstract class Handle implements AutoCloseable {
    private final String what;
    private final long value;
    private final LongConsumer destroy;
    private boolean closed;

    Handle(String what, long value, LongConsumer destroy) {
        this.what = what;
        this.value = value;
        this.destroy = destroy;
    }

    /**
     * The driver's number.
     *
     * @throws IllegalStateException when it has been closed
     */
    public final long value() {
        if (closed) {
            throw new IllegalStateException(what + " is used after it was closed");
        }
        return value;
    }

    /** What it is, for messages. */
    final String what() {
        return what;
    }

    @Override
    public final void close() {
        if (!closed) {
            closed = true;
            destroy.accept(value);
        }
    }
}
