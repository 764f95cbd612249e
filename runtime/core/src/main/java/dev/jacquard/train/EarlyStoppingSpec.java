package dev.jacquard.train;

import java.util.Objects;
import java.util.function.Consumer;

import dev.jacquard.Spec;

/** When to stop early: watching the validation loss, without patience, keeping the last weights, unless said otherwise. */
public final class EarlyStoppingSpec extends Spec {
    private Monitor monitor = Monitor.VAL_LOSS;
    private int patience;
    private double minDelta;
    private boolean restoreBestWeights;

    private EarlyStoppingSpec() {
    }

    /** Lets the caller speak, then freezes what was said. */
    public static EarlyStopping settings(Consumer<? super EarlyStoppingSpec> says) {
        EarlyStoppingSpec spec = new EarlyStoppingSpec();
        return frozen(spec, says, () -> new EarlyStopping(spec.monitor, spec.patience, spec.minDelta, spec.restoreBestWeights));
    }

    /** The value that is watched. */
    public EarlyStoppingSpec monitor(Monitor value) {
        speaking();
        monitor = Objects.requireNonNull(value, "monitor");
        return this;
    }

    /** After how many epochs without a better value training ends, at least 0. 0 and 1 both end it at the first such epoch. */
    public EarlyStoppingSpec patience(int value) {
        speaking();
        patience = Ranges.atLeast("patience", value, 0);
        return this;
    }

    /** By how much a value must be better to count, at least 0. */
    public EarlyStoppingSpec minDelta(double value) {
        speaking();
        minDelta = Ranges.notNegative("minDelta", value);
        return this;
    }

    /** Gives the network the weights of its best epoch when training ends. */
    public EarlyStoppingSpec restoreBestWeights() {
        return restoreBestWeights(true);
    }

    /** Whether to give the network the weights of its best epoch when training ends. */
    public EarlyStoppingSpec restoreBestWeights(boolean value) {
        speaking();
        restoreBestWeights = value;
        return this;
    }
}
