package dev.jacquard.evaluate;

import dev.jacquard.network.Description;

/** What values are called, as in Keras: with the output's name in front where there are several outputs. */
public final class ValueNames {
    /** The name of the whole loss. */
    public static final String LOSS = "loss";

    private ValueNames() {
    }

    /** {@code accuracy}, or {@code label_accuracy} in a network of several outputs. */
    public static String of(Description description, int output, String key) {
        return description.outputs().size() == 1 ? key : description.outputs().get(output).name() + "_" + key;
    }
}
