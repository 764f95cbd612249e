package dev.jacquard.dl4j;

import static dev.jacquard.model.Activation.RELU;
import static dev.jacquard.model.Activation.SOFTMAX;
import static dev.jacquard.model.Loss.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.jacquard.model.Dense;
import dev.jacquard.model.Flatten;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Regularizer;
import dev.jacquard.model.Tensor;

/** A list of layers, with a penalty, and a flattening that Deeplearning4j needs no layer for. */
@Model(loss = SPARSE_CATEGORICAL_CROSSENTROPY)
interface Mlp {
    @Input({4, 3}) Tensor image();

    @Flatten Tensor pixels();

    @Dense(units = 8, activation = RELU, kernelRegularizer = @Regularizer(l1 = 1e-3, l2 = 2e-3)) Tensor hidden();

    @Dense(units = 5, activation = SOFTMAX) Tensor digit();
}
