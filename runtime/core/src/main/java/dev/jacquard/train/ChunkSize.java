package dev.jacquard.train;

/** How many steps an engine is given at a time: as many as take about a tenth of a second, so that it can run free and still be watched. */
final class ChunkSize {
    private static final double TARGET_NANOS = 100e6;
    private static final int GROWTH = 4;

    private final boolean single;
    private int steps = 1;

    /** Chunks of one step where somebody asked to see each. */
    ChunkSize(boolean single) {
        this.single = single;
    }

    int next(int remaining) {
        return Math.min(steps, remaining);
    }

    void measured(int count, long nanos) {
        if (!single) {
            double fitting = TARGET_NANOS * count / Math.max(1, nanos);
            // The first steps of a program are its slowest: grow gently, shrink at once.
            steps = (int) Math.max(1, Math.min(fitting, (double) GROWTH * steps));
        }
    }
}
