/**
 * The CPU engine: aligned memory, worker threads and the numeric kernels that generated programs call, in a vectorised and in a plain form.
 * It reads and writes native memory only and knows nothing of data sources, training loops or other engines.
 */
@NullMarked
package dev.jacquard.cpu;

import org.jspecify.annotations.NullMarked;
