package dev.jacquard.cuda;

/** A mark in a stream that keeps the time at which it was reached. */
public final class Event extends Handle {
    private final Driver driver;

    Event(Driver driver) {
        super("an event", driver.createEvent(), driver::destroyEvent);
        this.driver = driver;
    }

    /** Puts the mark behind the work queued so far. */
    public void record(Stream stream) {
        driver.recordEvent(value(), stream.value());
    }

    /** Waits until the mark is reached where it was last put; returns at once when it was never put anywhere. */
    public void await() {
        driver.awaitEvent(value());
    }

    /** Milliseconds from an earlier mark to this one; both have been reached. */
    public float millisecondsSince(Event earlier) {
        return driver.milliseconds(earlier.value(), value());
    }
}
