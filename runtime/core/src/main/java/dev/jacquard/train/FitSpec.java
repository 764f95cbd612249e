package dev.jacquard.train;

import java.util.Objects;
import java.util.function.Consumer;

import dev.jacquard.Spec;
import dev.jacquard.network.Samples;

import org.jspecify.annotations.Nullable;

/** What is said when a network is trained: {@code fit(train, f -> f.epochs(5).batchSize(32).validation(test))}. Defaults are Keras'. */
public final class FitSpec extends Spec {
    private int epochs = 1;
    private int batchSize = 32;
    private @Nullable Samples validation;
    private double validationSplit;
    private boolean shuffle = true;
    private Verbosity verbosity = Verbosity.AUTO;
    private int initialEpoch = -1;
    private Callbacks callbacks = Callbacks.NONE;

    private FitSpec() {
    }

    /** Lets the caller speak, then freezes what was said. */
    public static FitSettings settings(Consumer<? super FitSpec> says) {
        FitSpec spec = new FitSpec();
        return frozen(spec, says, () -> new FitSettings(spec.epochs, spec.batchSize, spec.validation, spec.validationSplit, spec.shuffle,
                spec.verbosity, spec.initialEpoch, spec.callbacks));
    }

    /** How often to go through the data, at least 1; 1 when not said. */
    public FitSpec epochs(int value) {
        speaking();
        epochs = Ranges.atLeast("epochs", value, 1);
        return this;
    }

    /** Rows a step, at least 1; 32 when not said. The last step of an epoch may have fewer. */
    public FitSpec batchSize(int value) {
        speaking();
        batchSize = Ranges.atLeast("batchSize", value, 1);
        return this;
    }

    /** Other data that every epoch is judged by. */
    public FitSpec validation(Samples value) {
        speaking();
        if (validationSplit > 0) {
            throw new IllegalArgumentException("validation and validationSplit exclude each other; say one of them");
        }
        validation = Objects.requireNonNull(value, "validation");
        return this;
    }

    /** Keeps that part of the rows, from the end, for validation; greater than 0, less than 1. */
    public FitSpec validationSplit(double value) {
        speaking();
        if (validation != null) {
            throw new IllegalArgumentException("validation and validationSplit exclude each other; say one of them");
        }
        validationSplit = Ranges.between("validationSplit", value, 0, 1);
        return this;
    }

    /** Whether rows come in another order in every epoch; they do when not said. */
    public FitSpec shuffle(boolean value) {
        speaking();
        shuffle = value;
        return this;
    }

    /** Whether to report while it runs. */
    public FitSpec verbose(boolean value) {
        return verbose(value ? Verbosity.AUTO : Verbosity.SILENT);
    }

    /** How to report while it runs; a bar on a terminal, else a line for each epoch, when not said. */
    public FitSpec verbose(Verbosity value) {
        speaking();
        verbosity = Objects.requireNonNull(value, "verbosity");
        return this;
    }

    /** How many epochs count as done already, at least 0: training goes on with the next and ends with {@link #epochs}. */
    public FitSpec initialEpoch(int value) {
        speaking();
        initialEpoch = Ranges.atLeast("initialEpoch", value, 0);
        return this;
    }

    /** Who listens. */
    public FitSpec callbacks(Consumer<? super CallbacksSpec> says) {
        speaking();
        return callbacks(CallbacksSpec.settings(says));
    }

    /** Who listens. */
    public FitSpec callbacks(Callbacks value) {
        speaking();
        callbacks = Objects.requireNonNull(value, "callbacks");
        return this;
    }
}
