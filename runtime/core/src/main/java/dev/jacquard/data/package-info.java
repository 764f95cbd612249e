/**
 * Turns arrays, CSV and IDX files into immutable data sets, checks them, and selects, splits and prepares their rows. Reads files and arrays,
 * returns what engines read; knows descriptions of networks, but no engine and no training loop.
 */
@NullMarked
package dev.jacquard.data;

import org.jspecify.annotations.NullMarked;
