package dev.jacquard.network;

import dev.jacquard.model.Activation;
import dev.jacquard.model.Loss;

/**
 * One result of a network.
 *
 * @param name        the method's name
 * @param shape       without the batch
 * @param activation  what made it: tells probabilities from scores
 * @param loss        what training makes small at this output
 * @param lossWeight  factor of this loss in the total
 * @param targetWidth numbers of target one sample needs: the output's size, or for sparse labels one per position
 */
public record OutputDescription(String name, Shape shape, Activation activation, Loss loss, double lossWeight, int targetWidth) {
    /** Whether targets are class numbers rather than floats. */
    public boolean sparse() {
        return loss == Loss.SPARSE_CATEGORICAL_CROSSENTROPY;
    }
}
