/** Deeplearning4j and our CPU engine side by side: the same definitions, weights and data. */
@NullMarked
package dev.jacquard.dl4j;

import org.jspecify.annotations.NullMarked;
