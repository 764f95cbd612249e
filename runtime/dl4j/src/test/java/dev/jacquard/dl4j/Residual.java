package dev.jacquard.dl4j;

import static dev.jacquard.model.Activation.SIGMOID;
import static dev.jacquard.model.Activation.SOFTMAX;
import static dev.jacquard.model.Activation.TANH;
import static dev.jacquard.model.Loss.BINARY_CROSSENTROPY;
import static dev.jacquard.model.Loss.MEAN_SQUARED_ERROR;
import static dev.jacquard.model.Loss.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.jacquard.model.Activate;
import dev.jacquard.model.BatchNorm;
import dev.jacquard.model.Concatenate;
import dev.jacquard.model.Conv2D;
import dev.jacquard.model.Dense;
import dev.jacquard.model.Flatten;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Output;
import dev.jacquard.model.Tensor;

/** A graph: residual blocks, channels joined, an activation of what others read as well, batch normalisation of both kinds, three outputs with losses and weights of their own. */
@Model
interface Residual {
    @Input({5, 5, 2}) Tensor image();

    @Conv2D(filters = 4, kernel = {3, 3}, activation = TANH) Tensor stem(Tensor image);

    ResidualBlock body(Tensor stem);

    @Activate(SIGMOID) Tensor gate(Tensor stem);

    @Concatenate Tensor joined(Tensor body, Tensor stem, Tensor gate);

    @Flatten Tensor flat(Tensor joined);

    @Dense(units = 6) Tensor narrow(Tensor flat);

    @BatchNorm(momentum = 0.8, center = false, scale = false) Tensor even(Tensor narrow);

    @Output(loss = SPARSE_CATEGORICAL_CROSSENTROPY) @Dense(units = 4, activation = SOFTMAX) Tensor label(Tensor even);

    @Output(loss = BINARY_CROSSENTROPY, weight = 0.5) @Dense(units = 3, activation = SIGMOID) Tensor flags(Tensor even);

    @Output(loss = MEAN_SQUARED_ERROR, weight = 0.25) @Conv2D(filters = 1, kernel = {1, 1}) Tensor map(Tensor joined);
}
