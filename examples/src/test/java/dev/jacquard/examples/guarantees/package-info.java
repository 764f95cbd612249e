/**
 * What every network promises: gradients that are slopes, the same bits on any number of threads, steps without garbage. Reads networks of its
 * own; knows the public side of them only.
 */
@NullMarked
package dev.jacquard.examples.guarantees;

import org.jspecify.annotations.NullMarked;
