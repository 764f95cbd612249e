/** The example, run. */
@NullMarked
package dev.jacquard.examples.dl4j;

import org.jspecify.annotations.NullMarked;
