/** The data sets that come with the examples, see README.md beside the files. Reads files inside the jar, returns data sets; knows no network. */
@NullMarked
package dev.jacquard.examples.data;

import org.jspecify.annotations.NullMarked;
