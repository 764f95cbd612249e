package dev.jacquard.benchmarks;

/** One network of one engine, built, with its data in memory. Used by one thread. */
public interface Engine extends AutoCloseable {
    /**
     * Trains on every training sample once, in a new random order, and reads the loss of each step.
     *
     * @return the mean of the steps' losses
     */
    double trainEpoch();

    /** The share of the test samples whose most likely class is their label, 0 … 1. */
    double testAccuracy();

    /**
     * The most likely class of one sample: from the caller's array into the engine, through the network and back.
     *
     * @param pixels 784 values, 0 … 1
     */
    int predict(float[] pixels);

    /** Frees what the engine holds outside the heap. */
    @Override
    void close();
}
