package dev.jacquard.processor.emit.cuda;

import dev.jacquard.model.Activation;

/**
 * One dense layer of a chain, with the dropout that may follow it: y = mask · activation(x·W + b).
 *
 * @param name         the method of the definition
 * @param units        width of the result
 * @param activation   applied to the sums; softmax only at the end of a chain
 * @param dropoutRate  the part that is dropped after the activation, in [0, 1); 0 for none
 * @param randomStream the dropout's number in the network: its stream of random bits
 * @param kernelOffset where W (inputs, units) starts in the flat arena, in floats
 * @param biasOffset   where b (units) starts in the flat arena, in floats; −1 for a layer without
 */
public record DenseLayer(String name, int units, Activation activation, double dropoutRate, int randomStream, long kernelOffset,
        long biasOffset) {
    /** A rate outside [0, 1) or a width below 1 is refused. */
    public DenseLayer {
        if (units < 1) {
            throw new IllegalArgumentException(name + ": a dense layer has at least one unit, not " + units);
        }
        if (!(dropoutRate >= 0 && dropoutRate < 1)) {
            throw new IllegalArgumentException(name + ": a dropout rate lies in [0, 1), not " + dropoutRate);
        }
    }

    /** The same layer with dropout behind it. */
    DenseLayer droppingOut(double rate, int stream) {
        return new DenseLayer(name, units, activation, rate, stream, kernelOffset, biasOffset);
    }
}
