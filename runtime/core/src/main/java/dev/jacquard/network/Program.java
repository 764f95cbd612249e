package dev.jacquard.network;

import java.lang.foreign.MemorySegment;

import org.jspecify.annotations.Nullable;

/**
 * One engine's way of running one network. Generated classes implement it through an engine's base class. Not safe for use by several threads
 * at once.
 */
public interface Program extends AutoCloseable {
    /** What it runs. */
    Description description();

    /** Its parameters in host memory. After training on a device they are current once {@link #synchronize()} returned. */
    Parameters parameters();

    /** The engine and where it runs: {@code CPU, 2 threads, 512-bit vectors}. */
    String engine();

    /** Makes {@link #parameters()} show what training has reached. Nothing to do where host and engine share the memory. */
    default void synchronize() {
    }

    /** Makes the engine use what was written to {@link #parameters()}. Nothing to do where host and engine share the memory. */
    default void parametersChanged() {
    }

    /**
     * Runs the rows {@code order[from … to)} in inference mode. Afterwards {@link #output} holds their results.
     *
     * @param totals receives losses and hits when the samples have targets and the network has a loss; null to skip them
     */
    void infer(Samples samples, int[] order, int from, int to, @Nullable Totals totals);

    /** An output of the last {@link #infer}, (rows, shape): valid until the next call. */
    MemorySegment output(int index);

    /**
     * Runs one row in inference mode on the calling thread: the shortest way to an answer.
     *
     * @param input  the row of the network's only input
     * @param output receives the network's first output
     */
    void predict(float[] input, float[] output);

    /**
     * Runs the rows in inference mode and keeps the result of every layer for {@link #value}.
     */
    void inspect(Samples samples, int[] order, int from, int to);

    /**
     * A layer's result after {@link #inspect}.
     *
     * @throws IllegalStateException when nothing has been inspected
     */
    TensorView value(String name);

    /**
     * Prepares training: optimizer state, gradients and a memory plan for the batch size.
     *
     * @throws dev.jacquard.JacquardException where the network has no loss or the samples do not fit it
     */
    Training training(TrainingSettings settings, Samples samples);

    @Override
    void close();
}
