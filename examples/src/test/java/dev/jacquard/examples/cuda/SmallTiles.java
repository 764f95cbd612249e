package dev.jacquard.examples.cuda;

import static dev.jacquard.model.Activation.RELU;
import static dev.jacquard.model.Activation.SIGMOID;
import static dev.jacquard.model.Activation.TANH;
import static dev.jacquard.model.Loss.BINARY_CROSSENTROPY;

import dev.jacquard.model.AveragePooling2D;
import dev.jacquard.model.Concatenate;
import dev.jacquard.model.Conv2D;
import dev.jacquard.model.Dense;
import dev.jacquard.model.Flatten;
import dev.jacquard.model.Input;
import dev.jacquard.model.MaxPooling2D;
import dev.jacquard.model.Model;
import dev.jacquard.model.Padding;
import dev.jacquard.model.Tensor;

/** Pools whose windows lie side by side, with a rest behind the last one and without, for four channels at once and for one. */
@Model(loss = BINARY_CROSSENTROPY)
interface SmallTiles {
    @Input({13, 11, 2}) Tensor image();
    @Conv2D(filters = 8, kernel = {3, 3}, padding = Padding.SAME, activation = RELU) Tensor eight(Tensor image);
    @MaxPooling2D Tensor eightLargest(Tensor eight);
    @AveragePooling2D Tensor eightMeans(Tensor eight);
    @Conv2D(filters = 3, kernel = {2, 2}, activation = TANH) Tensor three(Tensor image);
    @MaxPooling2D({3, 2}) Tensor threeLargest(Tensor three);
    @AveragePooling2D({3, 2}) Tensor threeMeans(Tensor three);
    @Conv2D(filters = 12, kernel = {2, 3}, activation = RELU) Tensor twelve(Tensor image);
    @MaxPooling2D Tensor twelveLargest(Tensor twelve);
    @MaxPooling2D({1, 11}) Tensor lines(Tensor eight);
    @Flatten Tensor a(Tensor eightLargest);
    @Flatten Tensor b(Tensor eightMeans);
    @Flatten Tensor c(Tensor threeLargest);
    @Flatten Tensor d(Tensor threeMeans);
    @Flatten Tensor e(Tensor lines);
    @Flatten Tensor f(Tensor twelveLargest);
    @Concatenate Tensor all(Tensor a, Tensor b, Tensor c, Tensor d, Tensor e, Tensor f);
    @Dense(units = 3, activation = SIGMOID) Tensor answer(Tensor all);
}
