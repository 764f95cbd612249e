/**
 * A lesson about first values: the same network from zeros and from random numbers. Reads the embedded digits.
 */
@NullMarked
package dev.jacquard.examples.zeros;

import org.jspecify.annotations.NullMarked;
