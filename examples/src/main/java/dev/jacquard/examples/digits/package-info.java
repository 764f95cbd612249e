/**
 * Handwritten digits, 8×8: the first network of this project. Reads the embedded set; the README's command runs it.
 */
@NullMarked
package dev.jacquard.examples.digits;

import org.jspecify.annotations.NullMarked;
