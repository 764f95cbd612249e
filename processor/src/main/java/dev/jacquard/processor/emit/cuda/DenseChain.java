package dev.jacquard.processor.emit.cuda;

import java.util.List;

import dev.jacquard.model.Activation;
import dev.jacquard.model.Loss;

/**
 * A network that is a chain of dense layers, one input and one output: what {@link DenseChainText} writes a persistent kernel for.
 *
 * @param name       the definition's simple name
 * @param inputs     numbers in one row of the input
 * @param layers     at least one; dropout at the end of a chain makes no sense and is refused
 * @param loss       what training makes small
 * @param parameters length of the arena's trainable part in floats: the distance of the optimizer's arrays
 */
public record DenseChain(String name, int inputs, List<DenseLayer> layers, Loss loss, long parameters) {
    /** Checks that the kernel text can be written. */
    public DenseChain {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException(name + ": a chain has at least one dense layer");
        }
        DenseLayer output = layers.getLast();
        if (output.dropoutRate() != 0) {
            throw new IllegalArgumentException(name + ": dropout after the last layer, " + output.name());
        }
        for (DenseLayer layer : layers.subList(0, layers.size() - 1)) {
            if (layer.activation() == Activation.SOFTMAX) {
                throw new IllegalArgumentException(name + ": softmax in the middle of a chain, at " + layer.name());
            }
        }
        boolean fits = switch (loss) {
            case NONE -> false;
            case MEAN_SQUARED_ERROR -> output.activation() != Activation.SOFTMAX;
            case BINARY_CROSSENTROPY -> output.activation() == Activation.SIGMOID;
            case CATEGORICAL_CROSSENTROPY, SPARSE_CATEGORICAL_CROSSENTROPY -> output.activation() == Activation.SOFTMAX;
        };
        if (!fits) {
            throw new IllegalArgumentException(name + ": no persistent kernel for " + loss + " after " + output.activation());
        }
    }

    /** The width of layer {@code number}'s result; layer 0 is the input. */
    public int width(int number) {
        return number == 0 ? inputs : layers.get(number - 1).units();
    }

    /** The layer of that number, counted from 1. */
    public DenseLayer layer(int number) {
        return layers.get(number - 1);
    }

    /** The number of layers. */
    public int depth() {
        return layers.size();
    }

    /** Bytes of one target row on the device: a label or the floats of the output. */
    public int targetBytes() {
        return loss == Loss.SPARSE_CATEGORICAL_CROSSENTROPY ? Integer.BYTES : width(depth()) * Float.BYTES;
    }

    /**
     * Whether the last layer's units are shared among the blocks too. A narrow output is cheaper to compute in every block than to exchange,
     * and with a single layer there is no other layer to share.
     */
    public boolean sharesOutput() {
        return depth() == 1 || width(depth()) > 32;
    }

    /** Whether the blocks exchange that layer's result: all but a narrow output, which each computes for itself. */
    public boolean exchanges(int number) {
        return number < depth() || sharesOutput();
    }
}
