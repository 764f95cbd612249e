package dev.jacquard.examples.cuda;

import static dev.jacquard.model.Activation.SIGMOID;
import static dev.jacquard.model.Activation.TANH;
import static dev.jacquard.model.Loss.BINARY_CROSSENTROPY;

import dev.jacquard.model.Dense;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Output;
import dev.jacquard.model.Tensor;

/** Nine outputs. */
@Model(loss = BINARY_CROSSENTROPY)
interface SmallMany {
    @Input(6) Tensor numbers();
    @Dense(units = 5, activation = TANH) Tensor one(Tensor numbers);
    @Output @Dense(units = 1, activation = SIGMOID) Tensor first(Tensor one);
    @Output @Dense(units = 1, activation = SIGMOID) Tensor second(Tensor one);
    @Output @Dense(units = 1, activation = SIGMOID) Tensor third(Tensor one);
    @Dense(units = 5, activation = TANH) Tensor two(Tensor numbers);
    @Output @Dense(units = 1, activation = SIGMOID) Tensor fourth(Tensor two);
    @Output @Dense(units = 1, activation = SIGMOID) Tensor fifth(Tensor two);
    @Output @Dense(units = 1, activation = SIGMOID) Tensor sixth(Tensor two);
    @Dense(units = 5, activation = TANH) Tensor three(Tensor numbers);
    @Output @Dense(units = 1, activation = SIGMOID) Tensor seventh(Tensor three);
    @Output @Dense(units = 1, activation = SIGMOID) Tensor eighth(Tensor three);
    @Output @Dense(units = 1, activation = SIGMOID) Tensor ninth(Tensor three);
}
