package dev.jacquard.train;

/** Something that wants to know how a training goes. Immutable: what it remembers of one training lives in the listener it starts. */
@FunctionalInterface
public interface Callback {
    /**
     * Called before the first step of every {@code fit}.
     *
     * @throws IllegalArgumentException when this training does not offer what the callback watches
     */
    FitListener start(FitRun run);
}
