package dev.jacquard.dl4j;

import static dev.jacquard.model.Activation.SOFTMAX;
import static dev.jacquard.model.Activation.TANH;
import static dev.jacquard.model.Loss.CATEGORICAL_CROSSENTROPY;

import dev.jacquard.model.Conv2D;
import dev.jacquard.model.Dense;
import dev.jacquard.model.Flatten;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Tensor;

/** What others have channels first. */
@Model(loss = CATEGORICAL_CROSSENTROPY)
interface TinyCnn {
    @Input({4, 5, 2}) Tensor image();

    @Conv2D(filters = 3, kernel = {2, 3}, activation = TANH) Tensor conv();

    @Flatten Tensor flat();

    @Dense(units = 2, activation = SOFTMAX) Tensor label();
}
