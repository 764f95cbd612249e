package dev.jacquard.gpucheck;

import static dev.jacquard.model.Activation.RELU;
import static dev.jacquard.model.Activation.SOFTMAX;
import static dev.jacquard.model.Loss.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.jacquard.model.Dense;
import dev.jacquard.model.Flatten;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Tensor;

/** Dense layers too wide for the persistent kernel: 5,824,522 parameters. */
@Model(loss = SPARSE_CATEGORICAL_CROSSENTROPY)
interface Wide {
    @Input({28, 28}) Tensor image();
    @Flatten Tensor pixels();
    @Dense(units = 2048, activation = RELU) Tensor first();
    @Dense(units = 2048, activation = RELU) Tensor second();
    @Dense(units = 10, activation = SOFTMAX) Tensor article();
}
