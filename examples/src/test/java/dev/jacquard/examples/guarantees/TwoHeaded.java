package dev.jacquard.examples.guarantees;

import static dev.jacquard.model.Activation.SIGMOID;
import static dev.jacquard.model.Activation.SOFTMAX;
import static dev.jacquard.model.Activation.TANH;
import static dev.jacquard.model.Loss.BINARY_CROSSENTROPY;
import static dev.jacquard.model.Loss.MEAN_SQUARED_ERROR;
import static dev.jacquard.model.Loss.SPARSE_CATEGORICAL_CROSSENTROPY;
import static dev.jacquard.model.Padding.SAME;

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
import dev.jacquard.model.Output;
import dev.jacquard.model.Regularizer;
import dev.jacquard.model.Tensor;

/** Two inputs, a residual around normalised convolutions, branches that come together again, three outputs, penalties of both kinds. */
@Model
interface TwoHeaded {
    @Input({6, 5, 2}) Tensor image();
    @Input(3) Tensor extra();
    @Conv2D(filters = 4, kernel = 3, padding = SAME, kernelRegularizer = @Regularizer(l2 = 0.01)) Tensor stem(Tensor image);
    @BatchNorm(momentum = 0.9) Tensor normal(Tensor stem);
    @Activate(TANH) Tensor bent(Tensor normal);
    @Conv2D(filters = 4, kernel = {3, 2}, padding = SAME, activation = SIGMOID) Tensor inner(Tensor bent);
    @Add Tensor residual(Tensor inner, Tensor bent);
    @MaxPooling2D Tensor largest(Tensor residual);
    @AveragePooling2D Tensor mean(Tensor residual);
    @Concatenate Tensor pooled(Tensor largest, Tensor mean);
    @Flatten Tensor flat(Tensor pooled);
    @Dropout(0.25) Tensor kept(Tensor flat);
    @Concatenate Tensor joined(Tensor kept, Tensor extra);
    @Dense(units = 6, activation = TANH, kernelRegularizer = @Regularizer(l1 = 0.003, l2 = 0.02),
            biasRegularizer = @Regularizer(l2 = 0.05)) Tensor hidden(Tensor joined);
    @BatchNorm(scale = false) Tensor steady(Tensor hidden);
    @Dense(units = 3, activation = SOFTMAX) @Output(loss = SPARSE_CATEGORICAL_CROSSENTROPY, weight = 0.7) Tensor label(Tensor steady);
    @Dense(units = 2) @Output(loss = MEAN_SQUARED_ERROR, weight = 1.3) Tensor value(Tensor steady);
    @Dense(units = 1, activation = SIGMOID) @Output(loss = BINARY_CROSSENTROPY) Tensor sure(Tensor hidden);
}
