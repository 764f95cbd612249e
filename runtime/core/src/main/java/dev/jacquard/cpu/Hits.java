package dev.jacquard.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import dev.jacquard.network.Choice;
import dev.jacquard.network.OutputDescription;

/** Counts right predictions, by what the output's loss says a prediction is. */
final class Hits {
    private Hits() {
    }

    /**
     * Rows whose prediction is right: the largest class is the label's, or a probability is on the label's side of one half. A row with several answers
     * counts by its share of right ones. 0 where the loss compares quantities.
     */
    static double count(OutputDescription output, MemorySegment predictions, MemorySegment targets, int rows) {
        int width = output.shape().last();
        int answers = rows * (output.shape().size() / width);
        return switch (output.loss()) {
            case SPARSE_CATEGORICAL_CROSSENTROPY -> {
                int hits = 0;
                for (int i = 0; i < answers; i++) {
                    hits += Choice.of(predictions, (long) i * width, width) == targets.getAtIndex(ValueLayout.JAVA_INT, i) ? 1 : 0;
                }
                yield (double) hits * rows / answers;
            }
            case CATEGORICAL_CROSSENTROPY -> {
                int hits = 0;
                for (int i = 0; i < answers; i++) {
                    hits += Choice.of(predictions, (long) i * width, width) == Choice.of(targets, (long) i * width, width) ? 1 : 0;
                }
                yield (double) hits * rows / answers;
            }
            case BINARY_CROSSENTROPY -> {
                int hits = 0;
                int numbers = answers * width;
                for (int i = 0; i < numbers; i++) {
                    boolean predicted = predictions.getAtIndex(ValueLayout.JAVA_FLOAT, i) >= 0.5f;
                    boolean actual = targets.getAtIndex(ValueLayout.JAVA_FLOAT, i) >= 0.5f;
                    hits += predicted == actual ? 1 : 0;
                }
                yield (double) hits * rows / numbers;
            }
            case MEAN_SQUARED_ERROR, NONE -> 0;
        };
    }
}
