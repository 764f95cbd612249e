/** The check itself, on an emulated card, and that nothing is left out of it. */
@NullMarked
package dev.jacquard.gpucheck;

import org.jspecify.annotations.NullMarked;
