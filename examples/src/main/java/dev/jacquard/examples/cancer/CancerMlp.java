package dev.jacquard.examples.cancer;

import static dev.jacquard.model.Activation.RELU;
import static dev.jacquard.model.Activation.SIGMOID;
import static dev.jacquard.model.Loss.BINARY_CROSSENTROPY;

import dev.jacquard.model.Dense;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Tensor;

/** Whether a tumour is benign: 64–64–1, 6,209 parameters. */
@Model(loss = BINARY_CROSSENTROPY)
interface CancerMlp {
    @Input(30) Tensor measurements();
    @Dense(units = 64, activation = RELU) Tensor first();
    @Dense(units = 64, activation = RELU) Tensor second();
    @Dense(units = 1, activation = SIGMOID) Tensor benign();
}
