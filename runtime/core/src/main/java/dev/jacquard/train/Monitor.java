package dev.jacquard.train;

import java.util.Objects;

import dev.jacquard.evaluate.Metric;

/**
 * A value of an epoch that is watched.
 *
 * @param name           its name in the history: {@code val_loss}
 * @param higherIsBetter which way is up
 */
public record Monitor(String name, boolean higherIsBetter) {
    /** The training loss. */
    public static final Monitor LOSS = new Monitor("loss", false);
    /** The loss on the validation data. */
    public static final Monitor VAL_LOSS = new Monitor("val_loss", false);
    /** The accuracy on the validation data. */
    public static final Monitor VAL_ACCURACY = validation(Metric.ACCURACY);

    /** Refuses an empty name. */
    public Monitor {
        if (Objects.requireNonNull(name, "name").isBlank()) {
            throw new IllegalArgumentException("a monitor needs the name of a value in the history, such as val_loss");
        }
    }

    /** A metric on the training data. */
    public static Monitor training(Metric metric) {
        return new Monitor(metric.key(), metric.higherIsBetter());
    }

    /** A metric on the validation data. */
    public static Monitor validation(Metric metric) {
        return new Monitor("val_" + metric.key(), metric.higherIsBetter());
    }

    /** Any value of the history by name; higher is better for accuracies, lower for all else. */
    public static Monitor named(String name) {
        return new Monitor(name, name.endsWith(Metric.ACCURACY.key()));
    }

    /** Whether a value is better than the best so far by more than a margin; anything is better than no number. */
    boolean improves(double value, double best, double margin) {
        if (Double.isNaN(best)) {
            return !Double.isNaN(value);
        }
        return higherIsBetter ? value > best + margin : value < best - margin;
    }
}
