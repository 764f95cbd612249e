package dev.jacquard.gpucheck;

import static dev.jacquard.model.Activation.RELU;
import static dev.jacquard.model.Activation.SIGMOID;
import static dev.jacquard.model.Activation.TANH;
import static dev.jacquard.model.Loss.BINARY_CROSSENTROPY;

import dev.jacquard.model.Dense;
import dev.jacquard.model.Dropout;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Tensor;

/** A chain of four layers with yes-or-no answers. */
@Model(loss = BINARY_CROSSENTROPY)
interface Answers {
    @Input(30) Tensor features();
    @Dense(units = 64, activation = RELU) Tensor first();
    @Dropout(0.1) Tensor kept();
    @Dense(units = 48, activation = TANH, useBias = false) Tensor second();
    @Dense(units = 33, activation = SIGMOID) Tensor third();
    @Dense(units = 2, activation = SIGMOID) Tensor answer();
}
