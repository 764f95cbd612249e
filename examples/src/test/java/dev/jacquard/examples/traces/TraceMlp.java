package dev.jacquard.examples.traces;

import static dev.jacquard.model.Activation.RELU;
import static dev.jacquard.model.Activation.SOFTMAX;
import static dev.jacquard.model.Loss.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.jacquard.model.Dense;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Tensor;

/** The recorded multi-layer perceptron. */
@Model(loss = SPARSE_CATEGORICAL_CROSSENTROPY)
interface TraceMlp {
    @Input(784) Tensor pixels();
    @Dense(units = 32, activation = RELU) Tensor hidden();
    @Dense(units = 10, activation = SOFTMAX) Tensor digit();
}
