package dev.jacquard.examples.cuda;

import static dev.jacquard.model.Activation.SOFTMAX;
import static dev.jacquard.model.Activation.TANH;
import static dev.jacquard.model.Loss.CATEGORICAL_CROSSENTROPY;

import dev.jacquard.model.Dense;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Tensor;

/** A chain that learns distributions. */
@Model(loss = CATEGORICAL_CROSSENTROPY)
interface SmallSoft {
    @Input(6) Tensor numbers();
    @Dense(units = 5, activation = TANH) Tensor hidden();
    @Dense(units = 4, activation = SOFTMAX) Tensor answer();
}
