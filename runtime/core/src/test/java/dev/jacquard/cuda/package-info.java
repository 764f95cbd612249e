/** The CUDA engine without a card: what it asks of a recording driver, and what it finds and keeps on disk. */
@NullMarked
package dev.jacquard.cuda;

import org.jspecify.annotations.NullMarked;
