package dev.jacquard.examples.cuda;

import static dev.jacquard.model.Activation.RELU;
import static dev.jacquard.model.Activation.SOFTMAX;
import static dev.jacquard.model.Activation.TANH;
import static dev.jacquard.model.Loss.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.jacquard.model.Dense;
import dev.jacquard.model.Dropout;
import dev.jacquard.model.Flatten;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Tensor;

/** A chain of dense layers: trained by the persistent kernel. */
@Model(loss = SPARSE_CATEGORICAL_CROSSENTROPY)
interface SmallChain {
    @Input({5, 4}) Tensor image();
    @Flatten Tensor pixels();
    @Dense(units = 9, activation = RELU) Tensor hidden();
    @Dropout(0.25) Tensor kept();
    @Dense(units = 6, activation = TANH, useBias = false) Tensor second();
    @Dense(units = 4, activation = SOFTMAX) Tensor digit();
}
