/** The example learns what it says it learns. Reads the embedded flowers. */
@NullMarked
package dev.jacquard.examples.iris;

import org.jspecify.annotations.NullMarked;
