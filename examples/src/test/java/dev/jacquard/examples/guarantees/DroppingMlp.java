package dev.jacquard.examples.guarantees;

import static dev.jacquard.model.Activation.RELU;
import static dev.jacquard.model.Activation.SOFTMAX;
import static dev.jacquard.model.Activation.TANH;
import static dev.jacquard.model.Loss.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.jacquard.model.Dense;
import dev.jacquard.model.Dropout;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Tensor;

/** A perceptron of odd widths with dropout. */
@Model(loss = SPARSE_CATEGORICAL_CROSSENTROPY)
interface DroppingMlp {
    @Input(13) Tensor x();
    @Dense(units = 37, activation = RELU) Tensor wide();
    @Dropout(0.3) Tensor kept();
    @Dense(units = 11, activation = TANH) Tensor narrow();
    @Dropout(0.1) Tensor fewer();
    @Dense(units = 5, activation = SOFTMAX) Tensor label();
}
