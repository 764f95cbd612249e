package dev.jacquard.evaluate;

import java.util.Locale;

import dev.jacquard.model.Loss;
import dev.jacquard.network.OutputDescription;

import org.jspecify.annotations.Nullable;

/** A number that says how good answers are. Named as in Keras; {@link #key()} is its name in a history. */
public enum Metric {
    /**
     * The share of right answers. For sparse or categorical targets: the largest output is at the target's class. For a single probability
     * or several independent ones: output and target are on the same side of 0.5, where 0.5 itself counts as yes.
     */
    ACCURACY,
    /** The mean of |output − target| over all numbers. */
    MEAN_ABSOLUTE_ERROR,
    /** The mean of (output − target)² over all numbers. */
    MEAN_SQUARED_ERROR;

    /** Its name in histories and evaluations: {@code mean_absolute_error}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether larger is better. */
    public boolean higherIsBetter() {
        return this == ACCURACY;
    }

    /** Why this metric says nothing about that output, and what does; null when it fits. */
    public @Nullable String misfit(OutputDescription output) {
        boolean classes = output.sparse() || output.loss() == Loss.BINARY_CROSSENTROPY || output.loss() == Loss.CATEGORICAL_CROSSENTROPY;
        if (this == ACCURACY && !classes) {
            return "accuracy counts right classes, but the output '" + output.name() + "' with " + output.loss()
                    + " has none; take MEAN_ABSOLUTE_ERROR or MEAN_SQUARED_ERROR";
        }
        if (this != ACCURACY && output.sparse()) {
            return key() + " compares numbers, but the targets of '" + output.name() + "' are class numbers; take ACCURACY";
        }
        return null;
    }
}
