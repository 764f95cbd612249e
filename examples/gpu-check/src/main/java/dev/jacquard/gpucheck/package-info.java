/** Tells on a machine with a card whether the CUDA engine agrees with the CPU engine, and how many microseconds a step takes. */
@NullMarked
package dev.jacquard.gpucheck;

import org.jspecify.annotations.NullMarked;
