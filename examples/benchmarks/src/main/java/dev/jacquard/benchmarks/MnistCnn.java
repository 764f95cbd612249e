package dev.jacquard.benchmarks;

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

/** The workload {@link Workload#CNN}. */
@Model(loss = SPARSE_CATEGORICAL_CROSSENTROPY)
interface MnistCnn {
    @Input({28, 28, 1}) Tensor image();

    @Conv2D(filters = 32, kernel = {3, 3}, activation = RELU) Tensor edges();

    @MaxPooling2D Tensor edgesPooled();

    @Conv2D(filters = 64, kernel = {3, 3}, activation = RELU) Tensor parts();

    @MaxPooling2D Tensor partsPooled();

    @Flatten Tensor features();

    @Dense(units = 128, activation = RELU) Tensor hidden();

    @Dense(units = 10, activation = SOFTMAX) Tensor digit();
}
