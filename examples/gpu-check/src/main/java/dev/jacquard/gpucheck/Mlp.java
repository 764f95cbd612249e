package dev.jacquard.gpucheck;

import static dev.jacquard.model.Activation.RELU;
import static dev.jacquard.model.Activation.SOFTMAX;
import static dev.jacquard.model.Loss.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.jacquard.model.Dense;
import dev.jacquard.model.Dropout;
import dev.jacquard.model.Flatten;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Tensor;

/** The first network of every tutorial: 101,770 parameters. */
@Model(loss = SPARSE_CATEGORICAL_CROSSENTROPY)
interface Mlp {
    @Input({28, 28}) Tensor image();
    @Flatten Tensor pixels();
    @Dense(units = 128, activation = RELU) Tensor hidden();
    @Dropout(0.2) Tensor kept();
    @Dense(units = 10, activation = SOFTMAX) Tensor article();
}
