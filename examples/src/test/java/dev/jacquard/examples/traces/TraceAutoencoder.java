package dev.jacquard.examples.traces;

import static dev.jacquard.model.Activation.RELU;
import static dev.jacquard.model.Activation.SIGMOID;
import static dev.jacquard.model.Loss.BINARY_CROSSENTROPY;

import dev.jacquard.model.Dense;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Tensor;

/** The recorded autoencoder. */
@Model(loss = BINARY_CROSSENTROPY)
interface TraceAutoencoder {
    @Input(784) Tensor pixels();
    @Dense(units = 16, activation = RELU) Tensor code();
    @Dense(units = 784, activation = SIGMOID) Tensor restored();
}
