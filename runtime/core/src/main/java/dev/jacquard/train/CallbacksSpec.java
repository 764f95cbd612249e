package dev.jacquard.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import dev.jacquard.Spec;

/** Who listens to a training: {@code callbacks(cb -> cb.earlyStopping(e -> e.patience(3)).terminateOnNan())}. */
public final class CallbacksSpec extends Spec {
    private final List<Callback> all = new ArrayList<>();

    private CallbacksSpec() {
    }

    /** Lets the caller speak, then freezes what was said. */
    public static Callbacks settings(Consumer<? super CallbacksSpec> says) {
        CallbacksSpec spec = new CallbacksSpec();
        return frozen(spec, says, () -> new Callbacks(spec.all));
    }

    /** Any callback, your own too. */
    public CallbacksSpec add(Callback value) {
        speaking();
        all.add(Objects.requireNonNull(value, "callback"));
        return this;
    }

    /** Ends training when a value no longer gets better. */
    public CallbacksSpec earlyStopping(Consumer<? super EarlyStoppingSpec> says) {
        speaking();
        return add(EarlyStoppingSpec.settings(says));
    }

    /** Ends training when a value no longer gets better. */
    public CallbacksSpec earlyStopping(EarlyStopping value) {
        return add(value);
    }

    /** Saves the training after every epoch and keeps the best. */
    public CallbacksSpec checkpoint(Consumer<? super CheckpointSavingSpec> says) {
        speaking();
        return add(CheckpointSavingSpec.settings(says));
    }

    /** Saves the training after every epoch and keeps the best. */
    public CallbacksSpec checkpoint(CheckpointSaving value) {
        return add(value);
    }

    /** Ends training when the loss is no longer a finite number, and says which layer was the first. */
    public CallbacksSpec terminateOnNan() {
        return add(new TerminateOnNan());
    }

    /** Runs after every epoch, when {@code run.history().last()} is its log. */
    public CallbacksSpec onEpochEnd(Consumer<? super FitRun> action) {
        speaking();
        Objects.requireNonNull(action, "action");
        return add(run -> new FitListener() {
            @Override
            public void epochEnd(FitRun current) {
                action.accept(current);
            }
        });
    }

    /** Runs after every step. The engine then works step by step, which costs speed where steps are short. */
    public CallbacksSpec onBatchEnd(Consumer<? super FitRun> action) {
        speaking();
        Objects.requireNonNull(action, "action");
        return add(run -> new FitListener() {
            @Override
            public boolean everyStep() {
                return true;
            }

            @Override
            public void stepsEnd(FitRun current) {
                action.accept(current);
            }
        });
    }
}
