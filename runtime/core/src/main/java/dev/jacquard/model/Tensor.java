package dev.jacquard.model;

/**
 * The type of a value in a definition: an n-dimensional array of 32-bit floats. The batch is never written, channels come last. A definition
 * only names tensors; their numbers live in the generated network.
 */
public interface Tensor {
}
