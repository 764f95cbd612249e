package dev.jacquard.gpucheck;

import static dev.jacquard.model.Activation.SIGMOID;
import static dev.jacquard.model.Activation.SOFTMAX;
import static dev.jacquard.model.Activation.TANH;
import static dev.jacquard.model.Loss.BINARY_CROSSENTROPY;
import static dev.jacquard.model.Loss.CATEGORICAL_CROSSENTROPY;
import static dev.jacquard.model.Loss.MEAN_SQUARED_ERROR;
import static dev.jacquard.model.Loss.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.jacquard.model.Concatenate;
import dev.jacquard.model.Conv2D;
import dev.jacquard.model.Dense;
import dev.jacquard.model.Flatten;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Output;
import dev.jacquard.model.Tensor;

/** Two inputs and five outputs: every loss, fused with what makes its output, or behind a layer that keeps them apart. */
@Model
interface Heads {
    @Input({6, 5, 2}) Tensor image();
    @Input(9) Tensor numbers();
    @Conv2D(filters = 5, kernel = {2, 2}, activation = SOFTMAX) Tensor shares(Tensor image);
    @Output(loss = MEAN_SQUARED_ERROR, weight = 3) @Flatten Tensor parts(Tensor shares);
    @Conv2D(filters = 3, kernel = {3, 2}, activation = SIGMOID) Tensor marks(Tensor image);
    @Output(loss = BINARY_CROSSENTROPY, weight = 0.5) @Flatten Tensor flags(Tensor marks);
    @Output(loss = SPARSE_CATEGORICAL_CROSSENTROPY) @Conv2D(filters = 4, kernel = {3, 3}, activation = SOFTMAX) Tensor segments(Tensor image);
    @Dense(units = 11, activation = TANH) Tensor read(Tensor numbers);
    @Concatenate Tensor both(Tensor flags, Tensor read);
    @Output(loss = CATEGORICAL_CROSSENTROPY) @Dense(units = 37, activation = SOFTMAX) Tensor kind(Tensor both);
    @Output(loss = BINARY_CROSSENTROPY) @Dense(units = 3, activation = SIGMOID) Tensor answer(Tensor both);
}
