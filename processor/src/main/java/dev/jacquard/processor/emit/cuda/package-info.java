/**
 * The CUDA program of a model: {@code XCuda}, the launches of its kernels, and {@code X.cu}, their text. Reads a compiled model, returns a type and
 * texts; knows the runtime's kernel templates by their names only.
 */
@NullMarked
package dev.jacquard.processor.emit.cuda;

import org.jspecify.annotations.NullMarked;
