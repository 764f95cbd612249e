package dev.jacquard.cuda;

import java.util.List;

/** Measures work the way it is going to run: inside a graph. */
final class Stopwatch {
    private static final int MOST_REPEATS = 10;
    private static final int MEASUREMENTS = 3;
    private static final double LONG_ENOUGH_MICROSECONDS = 2000;

    private Stopwatch() {
    }

    /**
     * Microseconds of one execution, the best of some.
     *
     * @throws CudaException when the work fails, or cannot be written down in a graph
     */
    static double microseconds(Gpu gpu, List<Queued> work) {
        Stream stream = gpu.stream();
        // The first time, code is loaded; libraries also take memory, which is not allowed while a graph is written down.
        work.forEach(each -> each.queue(stream));
        stream.await();
        try (Event start = gpu.newEvent(); Event end = gpu.newEvent()) {
            start.record(stream);
            work.forEach(each -> each.queue(stream));
            end.record(stream);
            end.await();
            double once = 1000 * Math.max(1e-3, end.millisecondsSince(start));
            int repeats = (int) Math.clamp(LONG_ENOUGH_MICROSECONDS / once, 1, MOST_REPEATS);
            try (Graph graph = stream.capture(() -> {
                for (int i = 0; i < repeats; i++) {
                    work.forEach(each -> each.queue(stream));
                }
            })) {
                graph.launch(stream);
                double best = Double.MAX_VALUE;
                for (int i = 0; i < MEASUREMENTS; i++) {
                    start.record(stream);
                    graph.launch(stream);
                    end.record(stream);
                    end.await();
                    best = Math.min(best, 1000.0 * end.millisecondsSince(start) / repeats);
                }
                return best;
            }
        }
    }
}
