package dev.jacquard.gpucheck;

import static dev.jacquard.model.Activation.LEAKY_RELU;
import static dev.jacquard.model.Activation.RELU;
import static dev.jacquard.model.Activation.SIGMOID;
import static dev.jacquard.model.Activation.TANH;
import static dev.jacquard.model.Loss.BINARY_CROSSENTROPY;

import dev.jacquard.model.Activate;
import dev.jacquard.model.Add;
import dev.jacquard.model.AveragePooling2D;
import dev.jacquard.model.BatchNorm;
import dev.jacquard.model.Concatenate;
import dev.jacquard.model.Conv2D;
import dev.jacquard.model.Dense;
import dev.jacquard.model.Dropout;
import dev.jacquard.model.Flatten;
import dev.jacquard.model.Input;
import dev.jacquard.model.MaxPooling2D;
import dev.jacquard.model.Model;
import dev.jacquard.model.Padding;
import dev.jacquard.model.Regularizer;
import dev.jacquard.model.Tensor;

/** Convolutions with padding, strides and dilation, both poolings with windows that overlap or lie side by side, normalisation, a residual sum and a concatenation, at odd sizes. */
@Model(loss = BINARY_CROSSENTROPY)
interface Graph {
    @Input({17, 13, 3}) Tensor image();
    @Conv2D(filters = 5, kernel = {3, 3}, padding = Padding.SAME, useBias = false) Tensor stem(Tensor image);
    @BatchNorm(momentum = 0.9) Tensor normed(Tensor stem);
    @Activate(RELU) Tensor active(Tensor normed);
    @Conv2D(filters = 5, kernel = {3, 2}, padding = Padding.SAME, dilation = {2, 1}, activation = LEAKY_RELU) Tensor wide(Tensor active);
    @Add Tensor sum(Tensor wide, Tensor active);
    @MaxPooling2D(value = {3, 2}, strides = {2, 2}, padding = Padding.SAME) Tensor largest(Tensor sum);
    @AveragePooling2D(value = {2, 3}, strides = {2, 2}, padding = Padding.SAME) Tensor means(Tensor sum);
    @Concatenate Tensor both(Tensor largest, Tensor means);
    @Conv2D(filters = 4, kernel = {2, 2}, strides = {2, 1}, activation = TANH) Tensor parts(Tensor both);
    @Dropout(0.3) Tensor kept(Tensor parts);
    @AveragePooling2D({2, 4}) Tensor coarse(Tensor kept);
    @MaxPooling2D({2, 3}) Tensor corners(Tensor sum);
    @Flatten Tensor coarseFlat(Tensor coarse);
    @Flatten Tensor cornersFlat(Tensor corners);
    @Concatenate Tensor features(Tensor coarseFlat, Tensor cornersFlat);
    @Dense(units = 3, activation = SIGMOID, kernelRegularizer = @Regularizer(l1 = 0.001, l2 = 0.002)) Tensor answer(Tensor features);
}
