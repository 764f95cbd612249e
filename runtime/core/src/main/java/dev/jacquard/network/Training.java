package dev.jacquard.network;

import java.lang.foreign.MemorySegment;

/** A program in training: its optimizer state and the data set it reads. Not safe for use by several threads at once. */
public interface Training extends AutoCloseable {
    /**
     * Runs one step for every {@link TrainingSettings#batchSize()} rows of {@code order[from … to)}; the last step may have fewer rows. Adds
     * losses and hits to the totals; nothing is allocated after the first steps.
     *
     * @param order  row numbers
     * @param pass   the epoch, for data that differs from epoch to epoch
     * @param rates  the learning rate of each step
     * @param totals receives the sums
     */
    void run(int[] order, int from, int to, int pass, float[] rates, Totals totals);

    /** Steps done so far: the optimizer's t. */
    long step();

    /** Continues from that step, with the optimizer state of {@link #slot}. */
    void step(long step);

    /** One array of the optimizer's state, as long as the trainable parameters; write to it to resume. On a device: a copy. */
    MemorySegment slot(int index);

    /** The gradients of the last step, as long as the trainable parameters, before clipping. On a device: a copy. */
    MemorySegment gradients();

    @Override
    void close();
}
