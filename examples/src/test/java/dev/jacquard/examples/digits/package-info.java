/** The example learns what it says it learns. Reads the embedded digits. */
@NullMarked
package dev.jacquard.examples.digits;

import org.jspecify.annotations.NullMarked;
