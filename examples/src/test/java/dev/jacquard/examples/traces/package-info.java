/**
 * Whole trainings on real digits against the same trainings in Keras. Reads the recorded runs, knows the public side of networks only.
 */
@NullMarked
package dev.jacquard.examples.traces;

import org.jspecify.annotations.NullMarked;
