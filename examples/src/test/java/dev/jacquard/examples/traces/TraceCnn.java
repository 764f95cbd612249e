package dev.jacquard.examples.traces;

import static dev.jacquard.model.Activation.RELU;
import static dev.jacquard.model.Activation.SOFTMAX;
import static dev.jacquard.model.Loss.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.jacquard.model.Conv2D;
import dev.jacquard.model.Dense;
import dev.jacquard.model.Flatten;
import dev.jacquard.model.Input;
import dev.jacquard.model.MaxPooling2D;
import dev.jacquard.model.Model;
import dev.jacquard.model.Tensor;

/** The recorded convolutional network. */
@Model(loss = SPARSE_CATEGORICAL_CROSSENTROPY)
interface TraceCnn {
    @Input({28, 28, 1}) Tensor image();
    @Conv2D(filters = 4, kernel = 3, activation = RELU) Tensor edges();
    @MaxPooling2D Tensor smaller();
    @Conv2D(filters = 8, kernel = 3, activation = RELU) Tensor shapes();
    @MaxPooling2D Tensor smallest();
    @Flatten Tensor features();
    @Dense(units = 10, activation = SOFTMAX) Tensor digit();
}
