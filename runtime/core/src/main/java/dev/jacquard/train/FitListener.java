package dev.jacquard.train;

/** A callback's side of one training. Every method does nothing unless overridden. */
public interface FitListener {
    /** Whether {@link #stepsEnd} is to be called after every single step. Engines run fastest where nobody asks for that. */
    default boolean everyStep() {
        return false;
    }

    /** One or more steps were done. */
    default void stepsEnd(FitRun run) {
    }

    /** An epoch was done and validated; {@code run.history().last()} is its log. */
    default void epochEnd(FitRun run) {
    }

    /** Training is over, for whatever reason but an exception. */
    default void end(FitRun run) {
    }
}
