package dev.jacquard.examples.cuda;

import static dev.jacquard.model.Activation.SIGMOID;
import static dev.jacquard.model.Activation.TANH;
import static dev.jacquard.model.Loss.BINARY_CROSSENTROPY;

import dev.jacquard.model.Dense;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Regularizer;
import dev.jacquard.model.Tensor;

/** A parameter of 8970 numbers, with a penalty: sums over it are shared by three blocks. */
@Model(loss = BINARY_CROSSENTROPY)
interface SmallWide {
    @Input(69) Tensor numbers();
    @Dense(units = 130, activation = TANH, kernelRegularizer = @Regularizer(l1 = 0.0001, l2 = 0.002)) Tensor hidden();
    @Dense(units = 3, activation = SIGMOID) Tensor answer();
}
