package dev.jacquard.cuda;

/** A queue of work that a card does in order. */
public final class Stream extends Handle {
    private final Driver driver;

    Stream(Driver driver) {
        super("a stream", driver.createStream(), driver::destroyStream);
        this.driver = driver;
    }

    /** Waits until all work is done. */
    public void await() {
        driver.awaitStream(value());
    }

    /** Makes work queued from now on wait for a mark of another queue; the host does not wait. */
    public void waitFor(Event mark) {
        driver.waitEvent(value(), mark.value());
    }

    /** Writes down the work that an action queues, without doing it. What the action throws comes through; the stream can be used again then. */
    public Graph capture(Runnable work) {
        driver.beginCapture(value());
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            endCapture(e);
            throw e;
        }
        return new Graph(driver, driver.endCapture(value()));
    }

    /** A stream left in capture mode could not be used again. The driver may refuse a capture that something went wrong in: that is no news. */
    private void endCapture(Throwable failure) {
        try {
            driver.destroyGraph(driver.endCapture(value()));
        } catch (CudaException e) {
            failure.addSuppressed(e);
        }
    }
}
