package dev.jacquard.train;

/** A learning rate for every step. Write your own as a lambda, or take one of {@link Schedules}. It must depend on nothing but the step. */
@FunctionalInterface
public interface Schedule {
    /**
     * The learning rate of one step.
     *
     * @param step counts from 0 over the whole training, not from epoch to epoch
     * @return a finite number, at least 0
     */
    double rate(long step);
}
