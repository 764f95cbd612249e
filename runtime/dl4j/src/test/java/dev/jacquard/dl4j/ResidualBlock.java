package dev.jacquard.dl4j;

import static dev.jacquard.model.Activation.RELU;
import static dev.jacquard.model.Padding.SAME;

import dev.jacquard.model.Activate;
import dev.jacquard.model.Add;
import dev.jacquard.model.BatchNorm;
import dev.jacquard.model.Block;
import dev.jacquard.model.Conv2D;
import dev.jacquard.model.Input;
import dev.jacquard.model.Output;
import dev.jacquard.model.Tensor;

/** A convolution with batch normalisation, beside its input. */
@Block
interface ResidualBlock {
    @Input Tensor x();

    @Conv2D(filters = 4, kernel = {3, 3}, padding = SAME) Tensor conv(Tensor x);

    @BatchNorm(momentum = 0.9) Tensor norm(Tensor conv);

    @Activate(RELU) Tensor act(Tensor norm);

    @Add @Output Tensor out(Tensor act, Tensor x);
}
