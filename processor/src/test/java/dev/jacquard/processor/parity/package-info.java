/**
 * Generated networks against outside numbers: each reference case becomes a definition, is compiled in memory, loaded and run. Reads the
 * reference files and the public side of networks; knows nothing of the passes between.
 */
@NullMarked
package dev.jacquard.processor.parity;

import org.jspecify.annotations.NullMarked;
