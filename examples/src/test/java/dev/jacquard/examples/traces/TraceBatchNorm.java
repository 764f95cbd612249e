package dev.jacquard.examples.traces;

import static dev.jacquard.model.Activation.RELU;
import static dev.jacquard.model.Activation.SOFTMAX;
import static dev.jacquard.model.Loss.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.jacquard.model.BatchNorm;
import dev.jacquard.model.Dense;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Regularizer;
import dev.jacquard.model.Tensor;

/** The recorded perceptron with batch normalisation and penalties. */
@Model(loss = SPARSE_CATEGORICAL_CROSSENTROPY)
interface TraceBatchNorm {
    @Input(784) Tensor pixels();
    @Dense(units = 32, kernelRegularizer = @Regularizer(l2 = 0.001)) Tensor projected();
    @BatchNorm(momentum = 0.9) Tensor normalized();
    @Dense(units = 16, activation = RELU, kernelRegularizer = @Regularizer(l2 = 0.001)) Tensor hidden();
    @Dense(units = 10, activation = SOFTMAX, kernelRegularizer = @Regularizer(l2 = 0.001)) Tensor digit();
}
