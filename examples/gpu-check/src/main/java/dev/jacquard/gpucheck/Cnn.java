package dev.jacquard.gpucheck;

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

/** The convolutional network of every tutorial: 225,034 parameters. */
@Model(loss = SPARSE_CATEGORICAL_CROSSENTROPY)
interface Cnn {
    @Input({28, 28, 1}) Tensor image();
    @Conv2D(filters = 32, kernel = {3, 3}, activation = RELU) Tensor edges();
    @MaxPooling2D Tensor edgesPooled();
    @Conv2D(filters = 64, kernel = {3, 3}, activation = RELU) Tensor parts();
    @MaxPooling2D Tensor partsPooled();
    @Flatten Tensor features();
    @Dense(units = 128, activation = RELU) Tensor hidden();
    @Dense(units = 10, activation = SOFTMAX) Tensor article();
}
