/**
 * Benign or malignant from thirty measurements: a binary classifier. Reads the embedded set.
 */
@NullMarked
package dev.jacquard.examples.cancer;

import org.jspecify.annotations.NullMarked;
