package dev.jacquard.gpucheck;

import static dev.jacquard.model.Activation.LEAKY_RELU;
import static dev.jacquard.model.Activation.TANH;
import static dev.jacquard.model.Loss.MEAN_SQUARED_ERROR;

import dev.jacquard.model.Dense;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Tensor;

/** A chain whose wide output is shared among the blocks. */
@Model(loss = MEAN_SQUARED_ERROR)
interface Autoencoder {
    @Input(200) Tensor features();
    @Dense(units = 32, activation = LEAKY_RELU) Tensor code();
    @Dense(units = 200, activation = TANH) Tensor decoded();
}
