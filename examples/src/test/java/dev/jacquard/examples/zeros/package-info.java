/** The lesson is true. Reads the embedded digits. */
@NullMarked
package dev.jacquard.examples.zeros;

import org.jspecify.annotations.NullMarked;
