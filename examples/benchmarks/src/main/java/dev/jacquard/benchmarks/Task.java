package dev.jacquard.benchmarks;

import dev.jacquard.data.Dataset;

/**
 * What an engine is asked to do. Each engine brings the samples, before the clock runs, into the form in which its users hold data.
 *
 * @param workload the network
 * @param batch    samples a step; the last step of an epoch takes what is left
 * @param threads  threads the engine may compute with
 * @param seed     of the initial weights, the dropout and the order of the samples
 * @param train    the samples of one epoch: rows of 28 × 28 pixels, 0 … 1, with class numbers 0 … 9
 * @param test     the samples for the accuracy and for single predictions
 */
public record Task(Workload workload, int batch, int threads, long seed, Dataset train, Dataset test) {
    /** Steps of one epoch. */
    public int stepsPerEpoch() {
        return Math.ceilDiv(train.size(), batch);
    }

    /** Every pixel of a data set: rows × 784. */
    static float[] pixels(Dataset samples) {
        float[] pixels = new float[samples.size() * Workload.PIXELS];
        for (int row = 0; row < samples.size(); row++) {
            System.arraycopy(samples.row(row), 0, pixels, row * Workload.PIXELS, Workload.PIXELS);
        }
        return pixels;
    }
}
