package dev.jacquard.evaluate;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import dev.jacquard.DataException;
import dev.jacquard.data.RowReader;
import dev.jacquard.model.Loss;
import dev.jacquard.network.Choice;
import dev.jacquard.network.Column;
import dev.jacquard.network.OutputDescription;

import org.jspecify.annotations.Nullable;

/** Compares one output with its targets, batch by batch. Allocates nothing after it was made. */
final class OutputMeter {
    private static final float THRESHOLD = 0.5f;

    private final OutputDescription output;
    private final float[] outputs;
    private final float[] targets;
    private final MemorySegment targetMemory;
    private final @Nullable ConfusionMatrix confusion;
    private long numbers;
    private long answers;
    private long hits;
    private double absolute;
    private double squared;

    /** Zero sums; a confusion matrix where it is wanted and the output chooses between classes. */
    OutputMeter(OutputDescription output, boolean confusing) {
        this.output = output;
        outputs = new float[output.shape().size()];
        targets = new float[output.targetWidth()];
        targetMemory = MemorySegment.ofArray(targets);
        confusion = confusing && choosesClass(output) ? new ConfusionMatrix(Math.max(2, output.shape().last())) : null;
    }

    /** Whether each answer is one of several classes. Several sigmoids in a row are independent answers and not a choice. */
    private static boolean choosesClass(OutputDescription output) {
        return switch (output.loss()) {
            case SPARSE_CATEGORICAL_CROSSENTROPY, CATEGORICAL_CROSSENTROPY -> output.shape().last() > 1;
            case BINARY_CROSSENTROPY -> output.shape().last() == 1;
            case MEAN_SQUARED_ERROR, NONE -> false;
        };
    }

    /**
     * Adds a batch.
     *
     * @param results (to − from, shape of the output)
     * @param column  has the target of every row
     */
    void add(MemorySegment results, Column column, int[] order, int from, int to) {
        for (int i = from; i < to; i++) {
            MemorySegment.copy(results, ValueLayout.JAVA_FLOAT, (long) Float.BYTES * outputs.length * (i - from), outputs, 0, outputs.length);
            RowReader.read(column, order[i], 0, targetMemory, 0);
            switch (output.loss()) {
                case SPARSE_CATEGORICAL_CROSSENTROPY -> addChoices(order[i]);
                case CATEGORICAL_CROSSENTROPY -> {
                    addChoices(order[i]);
                    addErrors();
                }
                case BINARY_CROSSENTROPY -> {
                    addSides();
                    addErrors();
                }
                case MEAN_SQUARED_ERROR, NONE -> addErrors();
            }
        }
    }

    private void addErrors() {
        for (int k = 0; k < outputs.length; k++) {
            double error = (double) outputs[k] - targets[k];
            absolute += Math.abs(error);
            squared += error * error;
        }
        numbers += outputs.length;
    }

    private void addSides() {
        for (int k = 0; k < outputs.length; k++) {
            boolean actual = targets[k] >= THRESHOLD;
            boolean predicted = outputs[k] >= THRESHOLD;
            count(actual ? 1 : 0, Float.isNaN(outputs[k]) ? Choice.NONE : predicted ? 1 : 0);
        }
    }

    private void addChoices(int row) {
        int classes = output.shape().last();
        boolean sparse = output.loss() == Loss.SPARSE_CATEGORICAL_CROSSENTROPY;
        for (int position = 0; position < outputs.length / classes; position++) {
            int actual = sparse ? label(row, targets[position], classes) : Choice.of(targets, position * classes, classes);
            count(actual, Choice.of(outputs, position * classes, classes));
        }
    }

    private void count(int actual, int predicted) {
        answers++;
        if (actual == predicted) {
            hits++;
        }
        if (confusion != null && predicted != Choice.NONE) {
            confusion.add(actual, predicted);
        }
    }

    private int label(int row, float value, int classes) {
        int label = (int) value;
        if (label != value || label < 0 || label >= classes) {
            throw new DataException("row " + row + ": the target of '" + output.name() + "' is " + value + ", but its classes are 0 … "
                    + (classes - 1));
        }
        return label;
    }

    /** A metric over all that was added; not a number where nothing was. */
    double value(Metric metric) {
        return switch (metric) {
            case ACCURACY -> answers == 0 ? Double.NaN : (double) hits / answers;
            case MEAN_ABSOLUTE_ERROR -> numbers == 0 ? Double.NaN : absolute / numbers;
            case MEAN_SQUARED_ERROR -> numbers == 0 ? Double.NaN : squared / numbers;
        };
    }

    @Nullable ConfusionMatrix confusion() {
        return confusion;
    }
}
