package ${package};

import static dev.jacquard.model.Activation.SOFTMAX;
import static dev.jacquard.model.Activation.TANH;
import static dev.jacquard.model.Loss.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.jacquard.model.Dense;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Tensor;

/** Which species of iris has these sepals and petals. Every method is a value; its annotation says how it is made from the one before. */
@Model(loss = SPARSE_CATEGORICAL_CROSSENTROPY)
interface IrisModel {
    @Input(4) Tensor measurements();

    @Dense(units = 16, activation = TANH) Tensor hidden();

    @Dense(units = 3, activation = SOFTMAX) Tensor species();
}
