package dev.jacquard.examples.guarantees;

import static dev.jacquard.model.Activation.LEAKY_RELU;
import static dev.jacquard.model.Activation.RELU;
import static dev.jacquard.model.Activation.SOFTMAX;
import static dev.jacquard.model.Loss.SPARSE_CATEGORICAL_CROSSENTROPY;
import static dev.jacquard.model.Padding.SAME;

import dev.jacquard.model.Conv2D;
import dev.jacquard.model.Dense;
import dev.jacquard.model.Flatten;
import dev.jacquard.model.Input;
import dev.jacquard.model.MaxPooling2D;
import dev.jacquard.model.Model;
import dev.jacquard.model.Tensor;

/** Convolutions over images of odd sizes. */
@Model(loss = SPARSE_CATEGORICAL_CROSSENTROPY)
interface OddCnn {
    @Input({11, 9, 3}) Tensor image();
    @Conv2D(filters = 5, kernel = 3, padding = SAME, activation = RELU) Tensor edges();
    @MaxPooling2D Tensor smaller();
    @Conv2D(filters = 7, kernel = {2, 3}, activation = LEAKY_RELU) Tensor shapes();
    @Flatten Tensor features();
    @Dense(units = 10, activation = SOFTMAX) Tensor label();
}
