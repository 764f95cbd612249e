package dev.jacquard.dl4j;

import static dev.jacquard.model.Activation.RELU;
import static dev.jacquard.model.Activation.SIGMOID;
import static dev.jacquard.model.Loss.BINARY_CROSSENTROPY;

import dev.jacquard.model.Dense;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Tensor;

/** A mean over many probabilities, where Deeplearning4j takes the sum. */
@Model(loss = BINARY_CROSSENTROPY)
interface Autoencoder {
    @Input({20}) Tensor x();

    @Dense(units = 6, activation = RELU) Tensor code();

    @Dense(units = 20, activation = SIGMOID) Tensor again();
}
