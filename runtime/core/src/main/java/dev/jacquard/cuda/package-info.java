/**
 * The CUDA engine: NVIDIA's libraries through {@code java.lang.foreign}, device memory, kernels and graphs with checked lifetimes, and the
 * programs that train and predict on a card. Loads nothing before it is asked; knows neither the CPU engine nor data sources nor training
 * loops.
 */
@NullMarked
package dev.jacquard.cuda;

import org.jspecify.annotations.NullMarked;
