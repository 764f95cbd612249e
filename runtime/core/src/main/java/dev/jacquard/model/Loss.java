package dev.jacquard.model;

/** What training makes small. The loss of a batch is the mean over its samples. */
public enum Loss {
    /** No loss: the model can predict, but it cannot be trained. */
    NONE,
    /** Mean of (target − output)² over the last axis. */
    MEAN_SQUARED_ERROR,
    /** −t·ln p − (1 − t)·ln(1 − p), mean over the last axis; targets in [0, 1]. Follows a {@link Activation#SIGMOID}. */
    BINARY_CROSSENTROPY,
    /** −Σ tᵢ·ln pᵢ; targets are distributions as wide as the output. Follows a {@link Activation#SOFTMAX}. */
    CATEGORICAL_CROSSENTROPY,
    /** −ln p[label]; targets are class numbers 0 … n−1. Follows a {@link Activation#SOFTMAX}. */
    SPARSE_CATEGORICAL_CROSSENTROPY
}
