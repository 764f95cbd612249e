package dev.jacquard.examples.zeros;

import static dev.jacquard.model.Activation.RELU;
import static dev.jacquard.model.Activation.SOFTMAX;
import static dev.jacquard.model.Loss.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.jacquard.model.Dense;
import dev.jacquard.model.Flatten;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Tensor;

/** The same network as {@link FromZeros}, with the kernels one gets when nothing is said: random ones, as Glorot and Bengio scale them. */
@Model(loss = SPARSE_CATEGORICAL_CROSSENTROPY)
interface FromRandom {
    @Input({8, 8}) Tensor image();
    @Flatten Tensor pixels();
    @Dense(units = 64, activation = RELU) Tensor hidden();
    @Dense(units = 10, activation = SOFTMAX) Tensor digit();
}
