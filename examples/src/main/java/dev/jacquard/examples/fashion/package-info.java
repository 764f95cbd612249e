/**
 * Fashion-MNIST by a perceptron and by a convolutional network. Reads the files of a distribution's package, a folder, or downloads them.
 */
@NullMarked
package dev.jacquard.examples.fashion;

import org.jspecify.annotations.NullMarked;
