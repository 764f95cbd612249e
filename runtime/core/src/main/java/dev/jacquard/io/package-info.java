/**
 * File formats: safetensors and IDX, read strictly and written whole or not at all. Returns names, shapes and memory; knows nothing of networks
 * and data sets.
 */
@NullMarked
package dev.jacquard.io;

import org.jspecify.annotations.NullMarked;
