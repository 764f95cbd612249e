package dev.jacquard.examples.zeros;

import static dev.jacquard.model.Activation.RELU;
import static dev.jacquard.model.Activation.SOFTMAX;
import static dev.jacquard.model.Initialization.ZEROS;
import static dev.jacquard.model.Loss.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.jacquard.model.Dense;
import dev.jacquard.model.Flatten;
import dev.jacquard.model.Initializer;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Tensor;

/** The mistake: all kernels start at 0. The compiler warns of it (JQ612); here it is meant. */
@SuppressWarnings("JQ612")
@Model(loss = SPARSE_CATEGORICAL_CROSSENTROPY)
interface FromZeros {
    @Input({8, 8}) Tensor image();
    @Flatten Tensor pixels();
    @Dense(units = 64, activation = RELU, kernelInitializer = @Initializer(ZEROS)) Tensor hidden();
    @Dense(units = 10, activation = SOFTMAX, kernelInitializer = @Initializer(ZEROS)) Tensor digit();
}
