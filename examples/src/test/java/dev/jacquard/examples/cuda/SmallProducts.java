package dev.jacquard.examples.cuda;

import static dev.jacquard.model.Activation.RELU;
import static dev.jacquard.model.Activation.SOFTMAX;
import static dev.jacquard.model.Activation.TANH;
import static dev.jacquard.model.Loss.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.jacquard.model.Conv2D;
import dev.jacquard.model.Dense;
import dev.jacquard.model.Flatten;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Padding;
import dev.jacquard.model.Tensor;

/** Convolutions that cuDNN can express and dense layers with every epilogue, at odd sizes. */
@Model(loss = SPARSE_CATEGORICAL_CROSSENTROPY)
interface SmallProducts {
    @Input({11, 3, 3}) Tensor image();
    @Conv2D(filters = 5, kernel = {3, 3}, padding = Padding.SAME, activation = RELU) Tensor edges();
    @Conv2D(filters = 7, kernel = {3, 1}, dilation = {2, 1}) Tensor apart();
    @Conv2D(filters = 8, kernel = {1, 1}) Tensor each();
    @Conv2D(filters = 6, kernel = {2, 1}, strides = {2, 2}, useBias = false, activation = RELU) Tensor mixed();
    @Flatten Tensor features();
    @Dense(units = 10, activation = RELU) Tensor first();
    @Dense(units = 9, useBias = false, activation = RELU) Tensor second();
    @Dense(units = 8, useBias = false) Tensor third();
    @Dense(units = 7, activation = TANH) Tensor fourth();
    @Dense(units = 6) Tensor fifth();
    @Dense(units = 4, activation = SOFTMAX) Tensor answer();
}
