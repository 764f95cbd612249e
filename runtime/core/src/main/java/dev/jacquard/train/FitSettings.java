package dev.jacquard.train;

import java.util.Objects;

import dev.jacquard.network.Samples;

import org.jspecify.annotations.Nullable;

/**
 * How a training runs, see {@link FitSpec}.
 *
 * @param epochs          the number of the last epoch
 * @param batchSize       rows a step
 * @param validation      what every epoch is judged by; null for the split, or for nothing
 * @param validationSplit the part of the rows, from the end, that is kept for validation; 0 for none
 * @param shuffle         whether rows come in another order in every epoch
 * @param verbosity       how it reports
 * @param initialEpoch    epochs that count as done; −1 for those of the checkpoint that was resumed, else 0
 * @param callbacks       who listens
 */
public record FitSettings(int epochs, int batchSize, @Nullable Samples validation, double validationSplit, boolean shuffle, Verbosity verbosity,
        int initialEpoch, Callbacks callbacks) {
    /** Refuses what the setters of {@link FitSpec} refuse. */
    public FitSettings {
        Ranges.atLeast("epochs", epochs, 1);
        Ranges.atLeast("batchSize", batchSize, 1);
        Ranges.fromBelow("validationSplit", validationSplit, 0, 1);
        Objects.requireNonNull(verbosity, "verbosity");
        Ranges.atLeast("initialEpoch", initialEpoch, -1);
        Objects.requireNonNull(callbacks, "callbacks");
        if (validation != null && validationSplit > 0) {
            throw new IllegalArgumentException("validation and validationSplit exclude each other; say one of them");
        }
    }
}
