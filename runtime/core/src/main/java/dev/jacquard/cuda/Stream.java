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

    /** Writes down the work that an action queues, without doing it. */
    public Graph capture(Runnable work) {
        driver.beginCapture(value());
        long graph;
        try {
            work.run();
        } finally {
            // Also after a failure: a stream left in capture mode could not be used again.
            graph = driver.endCapture(value());
        }
        return new Graph(driver, graph);
    }
}
