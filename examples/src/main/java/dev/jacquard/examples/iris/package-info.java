/**
 * Three species of iris from four measurements: a data set too small to hide anything. Reads the embedded set.
 */
@NullMarked
package dev.jacquard.examples.iris;

import org.jspecify.annotations.NullMarked;
