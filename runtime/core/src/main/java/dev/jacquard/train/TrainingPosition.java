package dev.jacquard.train;

import org.jspecify.annotations.Nullable;

/**
 * How far a training has come.
 *
 * @param optimizer what the optimizer remembers; null before the first step
 * @param epochs    the number of the last epoch that was done
 * @param passes    epochs done in all trainings: decides the next order of rows
 */
record TrainingPosition(@Nullable OptimizerState optimizer, int epochs, int passes) {
}
