package dev.jacquard.network;

import java.io.PrintStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

import dev.jacquard.JacquardException;

import org.jspecify.annotations.Nullable;

/**
 * A network that can answer, be looked into, saved and loaded. Generated classes extend it with their definition's values and with
 * {@code compile}. Not safe for use by several threads at once.
 */
public abstract class Network implements AutoCloseable {
    private static final int BATCH = 256;
    private static final long BATCH_BYTES = 64L << 20;

    private final Program program;
    private final NetworkSettings settings;
    private @Nullable FloatRows staging;
    private boolean closed;

    /** A network that one engine runs. Closing it closes the program and its parameters. */
    protected Network(Program program, NetworkSettings settings) {
        this.program = Objects.requireNonNull(program, "program");
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /** Everything the compiler decided about it. */
    public final Description description() {
        return program.description();
    }

    /**
     * Its parameters, as current as the last training left them. Tell {@link #program()} when you write to them.
     *
     * @throws IllegalStateException when it is closed
     */
    public final Parameters parameters() {
        program().synchronize();
        return program.parameters();
    }

    /**
     * The engine's side of it.
     *
     * @throws IllegalStateException when it is closed
     */
    public final Program program() {
        if (closed) {
            throw new IllegalStateException("this " + description().name() + " is closed; use a network inside its try (…), before close()");
        }
        return program;
    }

    /** How it was created. */
    public final NetworkSettings settings() {
        return settings;
    }

    /** One line: {@code MnistMlp: 101,770 parameters on CPU, 2 threads, 512-bit vectors}. */
    @Override
    public final String toString() {
        return description().name() + ": " + String.format(Locale.ROOT, "%,d", description().parameterCount()) + " parameters"
                + (closed ? ", closed" : " on " + program.engine());
    }

    /** A table of its layers, shapes and parameters, as Keras prints it, with the cost of one forward pass. */
    public final String summary() {
        return Summary.of(description());
    }

    /** Prints {@link #summary()}, with plain characters where the stream's character set knows no others. */
    public final void summary(PrintStream out) {
        out.print(Summary.printable(summary(), out.charset()));
    }

    /**
     * The answer to one row, by the shortest way.
     *
     * @param row as many finite numbers as the network's only input has
     * @return the network's first output, flat
     * @throws dev.jacquard.DataException when the row has another width or holds a value that is not finite
     */
    public final float[] predict(float[] row) {
        float[] output = new float[description().outputs().getFirst().shape().size()];
        predict(row, output);
        return output;
    }

    /**
     * {@link #predict(float[])} without an allocation.
     *
     * @param output receives the network's first output, flat
     */
    public final void predict(float[] row, float[] output) {
        FloatRows.check(description().name(), row, 0, onlyInput().shape().size());
        OutputDescription first = description().outputs().getFirst();
        if (output.length != first.shape().size()) {
            throw new IllegalArgumentException("the output '" + first.name() + "' has " + first.shape().size()
                    + " numbers, but there is room for " + output.length);
        }
        program().predict(row, output);
    }

    /**
     * The answers to several rows of the network's only input.
     *
     * @param rows each as wide as the input
     * @return a row of the network's first output for each
     * @throws dev.jacquard.DataException when a row has another width or holds a value that is not finite
     */
    public final float[][] predict(float[][] rows) {
        onlyInput();
        float[][] answers = new float[rows.length][];
        FloatRows batch = staging(Math.min(rows.length, inferenceBatch()));
        int[] order = IntStream.range(0, batch.capacity()).toArray();
        for (int from = 0; from < rows.length; from += batch.capacity()) {
            int count = Math.min(rows.length - from, batch.capacity());
            batch.load(rows, from, from + count);
            program().infer(batch, order, 0, count, null);
            take(0, count, answers, from);
        }
        return answers;
    }

    /** The network's first output for every row of a data set; targets are not looked at. */
    public final float[][] predict(Samples samples) {
        return predict(samples, description().outputs().getFirst().name());
    }

    /**
     * One output for every row of a data set; targets are not looked at.
     *
     * @throws IllegalArgumentException when the network has no output of that name
     */
    public final float[][] predict(Samples samples, String output) {
        int index = outputIndex(output);
        SampleShapes.checkInputs(description(), samples);
        int[] order = IntStream.range(0, samples.size()).toArray();
        float[][] answers = new float[samples.size()][];
        int batch = inferenceBatch();
        for (int from = 0; from < order.length; from += batch) {
            int to = Math.min(order.length, from + batch);
            program().infer(samples, order, from, to, null);
            take(index, to - from, answers, from);
        }
        return answers;
    }

    /**
     * Runs rows of the network's only input and keeps the result of every layer for the accessors of the generated class.
     *
     * @return the network's first output
     */
    public final TensorView forward(float[][] rows) {
        onlyInput();
        FloatRows batch = new FloatRows(description(), rows.length);
        batch.load(rows, 0, rows.length);
        return forward(batch);
    }

    /**
     * Runs all rows and keeps the result of every layer for the accessors of the generated class.
     *
     * @return the network's first output
     */
    public final TensorView forward(Samples samples) {
        SampleShapes.checkInputs(description(), samples);
        program().inspect(samples, IntStream.range(0, samples.size()).toArray(), 0, samples.size());
        return program().value(description().outputs().getFirst().name());
    }

    /**
     * A layer's result after {@link #forward(Samples)}.
     *
     * @throws IllegalStateException when nothing went forward yet
     */
    protected final TensorView value(String name) {
        return program().value(name);
    }

    /**
     * Writes all parameters to a safetensors file, see {@link Checkpoint}.
     *
     * @throws JacquardException when the file cannot be written; an older one is then unchanged
     */
    public final void save(Path path) {
        Checkpoint.save(path, parameters());
    }

    /**
     * Reads all parameters from a file that this definition's network has written, by {@code save} or in training. On a failure nothing is
     * changed.
     *
     * @throws dev.jacquard.DataException when there is no such file or it is damaged, with the place
     * @throws JacquardException          when it belongs to another architecture, with the first layer and attribute that differ
     */
    public final void load(Path path) {
        Checkpoint.load(path, parameters());
        program().parametersChanged();
    }

    /** How many rows are answered at a time: as many as keep the activations within a modest memory. */
    public final int inferenceBatch() {
        return Math.clamp(BATCH_BYTES / Math.max(1, description().inferenceBytes()), 1, BATCH);
    }

    /** Frees the memory. A second time does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            program.close();
        }
    }

    private FloatRows staging(int rows) {
        FloatRows current = staging;
        if (current == null || current.capacity() < rows) {
            current = new FloatRows(description(), rows);
            staging = current;
        }
        return current;
    }

    private void take(int output, int count, float[][] answers, int first) {
        int width = description().outputs().get(output).shape().size();
        MemorySegment memory = program().output(output);
        for (int row = 0; row < count; row++) {
            float[] answer = new float[width];
            MemorySegment.copy(memory, ValueLayout.JAVA_FLOAT, (long) Float.BYTES * width * row, answer, 0, width);
            answers[first + row] = answer;
        }
    }

    private InputDescription onlyInput() {
        if (description().inputs().size() != 1) {
            throw new JacquardException(description().name() + " has " + description().inputs().size() + " inputs "
                    + description().inputs().stream().map(InputDescription::name).toList()
                    + ", so rows of one array cannot fill them; give it a data set with a column for each");
        }
        return description().inputs().getFirst();
    }

    private int outputIndex(String name) {
        for (int index = 0; index < description().outputs().size(); index++) {
            if (description().outputs().get(index).name().equals(name)) {
                return index;
            }
        }
        throw new IllegalArgumentException(description().name() + " has no output '" + name + "'; it has "
                + description().outputs().stream().map(OutputDescription::name).toList());
    }
}
