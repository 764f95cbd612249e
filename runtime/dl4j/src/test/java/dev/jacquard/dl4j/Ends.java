package dev.jacquard.dl4j;

import static dev.jacquard.model.Activation.LINEAR;
import static dev.jacquard.model.Activation.RELU;
import static dev.jacquard.model.Activation.SIGMOID;
import static dev.jacquard.model.Activation.SOFTMAX;
import static dev.jacquard.model.Activation.TANH;
import static dev.jacquard.model.Loss.BINARY_CROSSENTROPY;
import static dev.jacquard.model.Loss.MEAN_SQUARED_ERROR;
import static dev.jacquard.model.Loss.SPARSE_CATEGORICAL_CROSSENTROPY;
import static dev.jacquard.model.Padding.SAME;

import dev.jacquard.model.Activate;
import dev.jacquard.model.Add;
import dev.jacquard.model.BatchNorm;
import dev.jacquard.model.Concatenate;
import dev.jacquard.model.Conv2D;
import dev.jacquard.model.Dense;
import dev.jacquard.model.Flatten;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Output;
import dev.jacquard.model.Reshape;
import dev.jacquard.model.Tensor;

/** Networks that begin and end in the rarer ways. */
final class Ends {
    private Ends() {
    }

    /** The result is an image: the loss stands behind it. */
    @Model(loss = BINARY_CROSSENTROPY)
    interface Image {
        @Input({5, 4, 2}) Tensor image();

        @Conv2D(filters = 3, kernel = {3, 3}, padding = SAME, activation = RELU) Tensor conv();

        @Conv2D(filters = 2, kernel = {2, 2}, activation = SIGMOID) Tensor mask();
    }

    /** The result is an activation: it takes the loss. */
    @Model(loss = SPARSE_CATEGORICAL_CROSSENTROPY)
    interface Scores {
        @Input({7}) Tensor x();

        @BatchNorm(momentum = 0.5) Tensor even();

        @Dense(units = 4, activation = LINEAR) Tensor scores();

        @Activate(SOFTMAX) Tensor label();
    }

    /** A result that others read as well, and a sum as a result. */
    @Model(loss = MEAN_SQUARED_ERROR)
    interface Read {
        @Input({6}) Tensor x();

        @Output @Dense(units = 5, activation = TANH) Tensor a(Tensor x);

        @Dense(units = 5) Tensor b(Tensor a);

        @Output(weight = 2) @Add Tensor sum(Tensor a, Tensor b);
    }

    /** Two inputs of different ranks, reshaped to each other, flattened without a layer, and joined. */
    @Model(loss = MEAN_SQUARED_ERROR)
    interface Two {
        @Input({3, 4}) Tensor table();

        @Input({2, 3, 2}) Tensor image();

        @Reshape({2, 3, 2}) Tensor turned(Tensor table);

        @Concatenate Tensor both(Tensor turned, Tensor image);

        @Conv2D(filters = 2, kernel = {2, 2}) Tensor conv(Tensor both);

        @Flatten Tensor flat(Tensor conv);

        @Flatten Tensor row(Tensor table);

        @Activate(TANH) Tensor bent(Tensor row);

        @Concatenate Tensor all(Tensor flat, Tensor row, Tensor bent);

        @Dense(units = 2) Tensor y(Tensor all);
    }

    /** No loss at all. */
    @Model
    interface Answers {
        @Input({4}) Tensor x();

        @Dense(units = 3, activation = SIGMOID) @Output Tensor a(Tensor x);

        @Dense(units = 2, activation = TANH) @Output Tensor b(Tensor x);
    }
}
