/** The example learns what it says it learns. Reads the embedded measurements. */
@NullMarked
package dev.jacquard.examples.cancer;

import org.jspecify.annotations.NullMarked;
