package dev.jacquard.dl4j;

import static dev.jacquard.model.Activation.LEAKY_RELU;
import static dev.jacquard.model.Activation.RELU;
import static dev.jacquard.model.Activation.SOFTMAX;
import static dev.jacquard.model.Loss.CATEGORICAL_CROSSENTROPY;
import static dev.jacquard.model.Padding.SAME;

import dev.jacquard.model.AveragePooling2D;
import dev.jacquard.model.Conv2D;
import dev.jacquard.model.Dense;
import dev.jacquard.model.Flatten;
import dev.jacquard.model.Input;
import dev.jacquard.model.MaxPooling2D;
import dev.jacquard.model.Model;
import dev.jacquard.model.Reshape;
import dev.jacquard.model.Tensor;

/** Odd sizes, uneven paddings, strides and dilation; a reshaping into an image. */
@Model(loss = CATEGORICAL_CROSSENTROPY)
interface Cnn {
    @Input({9, 14}) Tensor plane();

    @Reshape({9, 7, 2}) Tensor image();

    @Conv2D(filters = 3, kernel = {3, 2}, padding = SAME, activation = RELU) Tensor first();

    @MaxPooling2D(value = {2, 2}, strides = {1, 2}, padding = SAME) Tensor pooled();

    @Conv2D(filters = 4, kernel = {2, 2}, dilation = {2, 1}, activation = LEAKY_RELU, useBias = false) Tensor second();

    @AveragePooling2D(value = {3, 2}, strides = {2, 2}, padding = SAME) Tensor averaged();

    @Flatten Tensor flat();

    @Dense(units = 3, activation = SOFTMAX) Tensor label();
}
