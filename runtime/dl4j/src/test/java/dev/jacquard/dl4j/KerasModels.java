package dev.jacquard.dl4j;

import static dev.jacquard.model.Activation.RELU;
import static dev.jacquard.model.Activation.SIGMOID;
import static dev.jacquard.model.Activation.SOFTMAX;
import static dev.jacquard.model.Activation.TANH;
import static dev.jacquard.model.Loss.CATEGORICAL_CROSSENTROPY;
import static dev.jacquard.model.Loss.MEAN_SQUARED_ERROR;

import dev.jacquard.model.Activate;
import dev.jacquard.model.BatchNorm;
import dev.jacquard.model.Conv2D;
import dev.jacquard.model.Dense;
import dev.jacquard.model.Dropout;
import dev.jacquard.model.Flatten;
import dev.jacquard.model.Input;
import dev.jacquard.model.MaxPooling2D;
import dev.jacquard.model.Model;
import dev.jacquard.model.Reshape;
import dev.jacquard.model.Tensor;

/** The architectures of some Keras files. */
final class KerasModels {
    private KerasModels() {
    }

    /** optimizers/adam.h5, Keras 2. */
    @Model(loss = CATEGORICAL_CROSSENTROPY)
    interface Wide {
        @Input({100}) Tensor x();

        @Dense(units = 64, activation = RELU) Tensor hidden();

        @Dense(units = 10, activation = SOFTMAX) Tensor label();
    }

    /** tfscope/model.h5, Keras 1. */
    @Model(loss = MEAN_SQUARED_ERROR)
    interface Scope {
        @Input({70}) Tensor x();

        @Dense(units = 256, activation = TANH) Tensor hidden();

        @Dense(units = 2) Tensor y();
    }

    /** keras/simple/cnn_tf_model.h5, Keras 1. */
    @Model(loss = CATEGORICAL_CROSSENTROPY)
    interface Simple {
        @Input({8, 8, 3}) Tensor image();

        @Conv2D(filters = 2, kernel = {3, 2}, activation = SIGMOID) Tensor first();

        @Conv2D(filters = 1, kernel = {2, 3}) Tensor second();

        @Activate(RELU) Tensor act();

        @MaxPooling2D({5, 5}) Tensor pooled();

        @Dropout(0.25) Tensor kept();

        @Flatten Tensor flat();

        @Dense(units = 2, activation = RELU) Tensor hidden();

        @Dropout(0.5) Tensor kept2();

        @Dense(units = 3, activation = SOFTMAX) Tensor label();
    }

    /** weights/conv2d_reshape_tensorflow_2.h5. */
    @Model(loss = MEAN_SQUARED_ERROR)
    interface Reshaped {
        @Input({5, 5, 5}) Tensor image();

        @Conv2D(filters = 6, kernel = {3, 2}) Tensor first();

        @Reshape({4, 3, 6}) Tensor turned();

        @Conv2D(filters = 6, kernel = {1, 1}) Tensor second();

        @Flatten Tensor flat();

        @Dense(units = 12) Tensor y();
    }

    /** weights/batch_to_conv2d_tensorflow_2.h5. */
    @Model(loss = MEAN_SQUARED_ERROR)
    interface Normalised {
        @Input({100}) Tensor x();

        @Dense(units = 490) Tensor wide();

        @Reshape({7, 7, 10}) Tensor image();

        @BatchNorm Tensor norm();

        @Conv2D(filters = 5, kernel = {3, 3}) Tensor y();
    }
}
