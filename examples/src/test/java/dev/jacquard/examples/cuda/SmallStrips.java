package dev.jacquard.examples.cuda;

import static dev.jacquard.model.Activation.RELU;
import static dev.jacquard.model.Activation.SIGMOID;
import static dev.jacquard.model.Activation.TANH;
import static dev.jacquard.model.Loss.BINARY_CROSSENTROPY;

import dev.jacquard.model.Concatenate;
import dev.jacquard.model.Conv2D;
import dev.jacquard.model.Dense;
import dev.jacquard.model.Flatten;
import dev.jacquard.model.Input;
import dev.jacquard.model.Model;
import dev.jacquard.model.Padding;
import dev.jacquard.model.Tensor;

/** Convolutions of few taps: one, two or four filters a thread, strips that hang over, more filters than a block has threads for. */
@Model(loss = BINARY_CROSSENTROPY)
interface SmallStrips {
    @Input({13, 11, 3}) Tensor image();
    @Conv2D(filters = 40, kernel = {3, 3}, strides = {2, 2}, padding = Padding.SAME, activation = RELU) Tensor pairs(Tensor image);
    @Conv2D(filters = 5, kernel = {2, 2}, dilation = {2, 2}, activation = TANH) Tensor single(Tensor image);
    @Conv2D(filters = 12, kernel = {1, 2}, strides = {1, 2}, useBias = false) Tensor fours(Tensor image);
    @Conv2D(filters = 6, kernel = {5, 1}, padding = Padding.SAME, dilation = {2, 1}) Tensor tall(Tensor image);
    @Conv2D(filters = 1100, kernel = {1, 1}, strides = {13, 11}, activation = RELU) Tensor many(Tensor image);
    @Conv2D(filters = 1, kernel = {4, 2}, strides = {3, 1}, padding = Padding.SAME) Tensor alone(Tensor image);
    @Flatten Tensor pairsFlat(Tensor pairs);
    @Flatten Tensor singleFlat(Tensor single);
    @Flatten Tensor foursFlat(Tensor fours);
    @Flatten Tensor tallFlat(Tensor tall);
    @Flatten Tensor manyFlat(Tensor many);
    @Flatten Tensor aloneFlat(Tensor alone);
    @Concatenate Tensor all(Tensor pairsFlat, Tensor singleFlat, Tensor foursFlat, Tensor tallFlat, Tensor manyFlat, Tensor aloneFlat);
    @Dense(units = 3, activation = SIGMOID) Tensor answer(Tensor all);
}
