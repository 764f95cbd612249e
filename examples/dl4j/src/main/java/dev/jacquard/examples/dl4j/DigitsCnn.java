package dev.jacquard.examples.dl4j;

import static dev.jacquard.model.Activation.RELU;
import static dev.jacquard.model.Activation.SOFTMAX;
import static dev.jacquard.model.Loss.SPARSE_CATEGORICAL_CROSSENTROPY;
import static dev.jacquard.model.Padding.SAME;

import dev.jacquard.model.Activate;
import dev.jacquard.model.BatchNorm;
import dev.jacquard.model.Conv2D;
import dev.jacquard.model.Dense;
import dev.jacquard.model.Flatten;
import dev.jacquard.model.Input;
import dev.jacquard.model.MaxPooling2D;
import dev.jacquard.model.Model;
import dev.jacquard.model.Reshape;
import dev.jacquard.model.Tensor;

/** Which digit is on an 8×8 image, by convolution. */
@Model(loss = SPARSE_CATEGORICAL_CROSSENTROPY)
interface DigitsCnn {
    @Input({8, 8}) Tensor image();
    @Reshape({8, 8, 1}) Tensor plane();
    @Conv2D(filters = 8, kernel = {3, 3}, padding = SAME) Tensor conv();
    @BatchNorm(momentum = 0.9) Tensor norm();
    @Activate(RELU) Tensor act();
    @MaxPooling2D Tensor pooled();
    @Flatten Tensor flat();
    @Dense(units = 10, activation = SOFTMAX) Tensor digit();
}
