package dev.jacquard.examples.cuda;

import static dev.jacquard.model.Activation.SIGMOID;
import static dev.jacquard.model.Loss.BINARY_CROSSENTROPY;

import dev.jacquard.model.BatchNorm;
import dev.jacquard.model.Dense;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Tensor;

/** A normalisation of 37 columns. */
@Model(loss = BINARY_CROSSENTROPY)
interface SmallNormed {
    @Input(37) Tensor numbers();
    @BatchNorm(momentum = 0.5) Tensor normed();
    @Dense(units = 3, activation = SIGMOID) Tensor answer();
}
