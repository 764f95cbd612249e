package dev.jacquard.processor.graph;

import java.util.List;

import dev.jacquard.model.Activation;
import dev.jacquard.model.Padding;

/** What a definition's method says: one record a layer annotation, its attributes checked for range but not yet against shapes. */
public sealed interface Layer {
    /** The annotation's simple name. */
    default String type() {
        return getClass().getSimpleName();
    }

    /** A value from outside. */
    record Input(Shape shape) implements Layer {
    }

    /** activation(input · kernel + bias) over the last axis. */
    record Dense(int units, Activation activation, boolean useBias, Initial kernelInitializer, Initial biasInitializer,
            Penalty kernelRegularizer, Penalty biasRegularizer) implements Layer {
    }

    /** A convolution over (height, width, channels). */
    record Conv2D(int filters, Pair kernel, Pair strides, Padding padding, Pair dilation, Activation activation, boolean useBias,
            Initial kernelInitializer, Initial biasInitializer, Penalty kernelRegularizer, Penalty biasRegularizer) implements Layer {
    }

    /** The largest value of each window. */
    record MaxPooling2D(Pair pool, Pair strides, Padding padding) implements Layer {
    }

    /** The mean value of each window, padding not counted. */
    record AveragePooling2D(Pair pool, Pair strides, Padding padding) implements Layer {
    }

    /** The same numbers in one dimension. */
    record Flatten() implements Layer {
    }

    /** The same numbers in another shape; one dimension may be −1. */
    record Reshape(List<Integer> target) implements Layer {
        /** Keeps its own copy. */
        public Reshape {
            target = List.copyOf(target);
        }
    }

    /** Drops numbers in training. */
    record Dropout(double rate) implements Layer {
    }

    /** An activation of its own. */
    record Activate(Activation activation) implements Layer {
    }

    /** Normalisation of each channel over the batch. */
    record BatchNorm(double momentum, double epsilon, boolean center, boolean scale) implements Layer {
    }

    /** The sum of its inputs. */
    record Add() implements Layer {
    }

    /** Its inputs one after another along an axis (−1 is the last). */
    record Concatenate(int axis) implements Layer {
    }

    /** Height and width of a window or step. */
    record Pair(int height, int width) {
    }
}
