package dev.jacquard.examples.guarantees;

import static dev.jacquard.model.Activation.RELU;
import static dev.jacquard.model.Activation.SOFTMAX;
import static dev.jacquard.model.Activation.TANH;
import static dev.jacquard.model.Loss.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.jacquard.model.Dense;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Tensor;

/** A perceptron of odd widths with two kernels that the CPU multiplies with in pieces. */
@Model(loss = SPARSE_CATEGORICAL_CROSSENTROPY)
interface LargeMlp {
    @Input(521) Tensor x();
    @Dense(units = 259, activation = RELU) Tensor wide();
    @Dense(units = 127, activation = TANH) Tensor narrow();
    @Dense(units = 5, activation = SOFTMAX) Tensor label();
}
