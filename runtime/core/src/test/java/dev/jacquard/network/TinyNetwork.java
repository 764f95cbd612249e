package dev.jacquard.network;

import dev.jacquard.model.Activation;
import dev.jacquard.model.Loss;

/** A network as the compiler generates it, around a {@link TinyProgram}. */
public final class TinyNetwork extends Network {
    private TinyNetwork(TinyProgram program, NetworkSettings settings) {
        super(program, settings);
    }

    /** A fresh network of that description. */
    public static TinyNetwork of(Description description, long seed) {
        NetworkSettings settings = NetworkSpec.settings(n -> n.seed(seed));
        return new TinyNetwork(new TinyProgram(Initializers.initial(description, seed)), settings);
    }

    /** Linear regression. */
    public static TinyNetwork regression(int features, int outputs) {
        return of(TinyDescriptions.dense("Line", features, outputs, Activation.LINEAR, Loss.MEAN_SQUARED_ERROR), 1);
    }

    /** Softmax regression. */
    public static TinyNetwork classifier(int features, int classes) {
        return of(TinyDescriptions.dense("Choice", features, classes, Activation.SOFTMAX, Loss.SPARSE_CATEGORICAL_CROSSENTROPY), 1);
    }

    /** Logistic regression. */
    public static TinyNetwork logistic(int features) {
        return of(TinyDescriptions.dense("Side", features, 1, Activation.SIGMOID, Loss.BINARY_CROSSENTROPY), 1);
    }

    /** The program, to see how it was called. */
    public TinyProgram tiny() {
        return (TinyProgram) program();
    }

    /** The layer's live value. */
    public TensorView answer() {
        return value("answer");
    }
}
