/** The data sets that come with the examples are whole. */
@NullMarked
package dev.jacquard.examples.data;

import org.jspecify.annotations.NullMarked;
