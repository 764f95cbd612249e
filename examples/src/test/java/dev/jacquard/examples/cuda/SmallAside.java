package dev.jacquard.examples.cuda;

import static dev.jacquard.model.Activation.SIGMOID;
import static dev.jacquard.model.Activation.TANH;
import static dev.jacquard.model.Loss.BINARY_CROSSENTROPY;

import dev.jacquard.model.Dense;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Output;
import dev.jacquard.model.Regularizer;
import dev.jacquard.model.Tensor;

/** An output that no loss reaches, with a penalty. */
@Model
interface SmallAside {
    @Input(69) Tensor numbers();
    @Dense(units = 6, activation = TANH) Tensor hidden(Tensor numbers);
    @Output(loss = BINARY_CROSSENTROPY) @Dense(units = 3, activation = SIGMOID) Tensor answer(Tensor hidden);
    @Output @Dense(units = 4, kernelRegularizer = @Regularizer(l1 = 0.01, l2 = 0.1)) Tensor aside(Tensor hidden);
}
