package dev.jacquard.cuda;

/** Work that was written down once and can be started with one call, as often as wanted. */
public final class Graph extends Handle {
    private final Driver driver;

    Graph(Driver driver, long graph) {
        super("a graph", instantiate(driver, graph), driver::destroyExecutable);
        this.driver = driver;
    }

    private static long instantiate(Driver driver, long graph) {
        try {
            return driver.instantiate(graph);
        } finally {
            driver.destroyGraph(graph);
        }
    }

    /** Queues the work. */
    public void launch(Stream stream) {
        driver.launchGraph(value(), stream.value());
    }
}
