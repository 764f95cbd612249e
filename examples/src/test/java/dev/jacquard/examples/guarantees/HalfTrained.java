package dev.jacquard.examples.guarantees;

import static dev.jacquard.model.Loss.MEAN_SQUARED_ERROR;

import dev.jacquard.model.Dense;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Output;
import dev.jacquard.model.Regularizer;
import dev.jacquard.model.Tensor;

/** One output has a loss, the other only a penalty on its kernel. */
@Model
interface HalfTrained {
    @Input(4) Tensor x();
    @Dense(units = 3) Tensor shared();
    @Dense(units = 2) @Output(loss = MEAN_SQUARED_ERROR) Tensor learned(Tensor shared);
    @Dense(units = 2, kernelRegularizer = @Regularizer(l1 = 0.5, l2 = 0.25)) @Output Tensor free(Tensor shared);
}
