package dev.jacquard.benchmarks;

/**
 * What an engine is asked to do.
 *
 * @param workload the network
 * @param batch    samples a step; the last step of an epoch takes what is left
 * @param threads  threads the engine may compute with
 * @param seed     of the initial weights, the dropout and the order of the samples
 * @param train    the samples of one epoch
 * @param test     the samples for the accuracy and for single predictions
 */
public record Task(Workload workload, int batch, int threads, long seed, Images train, Images test) {
    /** Steps of one epoch. */
    public int stepsPerEpoch() {
        return Math.ceilDiv(train.count(), batch);
    }
}
