package dev.jacquard.dl4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/** Deeplearning4j's losses with Keras' scale: means over an output's numbers, and outputs with a weight. */
public final class Losses {
    /** Keras' distance of a probability from 0 and 1; Deeplearning4j's own is 1e-5. */
    private static final double CLIP = 1e-7;
    private static final double SOFTMAX_CLIP = 1e-10;

    private Losses() {
    }

    /** The mean over {@code width} numbers; Deeplearning4j's own is their sum. */
    public static ILossFunction binaryCrossentropy(long width) {
        return binaryCrossentropy(width, 1);
    }

    /** The mean over {@code width} numbers, times {@code weight}. */
    public static ILossFunction binaryCrossentropy(long width, double weight) {
        return new LossBinaryXENT(CLIP, factors(width, weight / width));
    }

    /** The mean squared error of {@code width} numbers, times {@code weight}. */
    public static ILossFunction meanSquaredError(long width, double weight) {
        return new LossMSE(factors(width, weight));
    }

    /** The cross-entropy of {@code width} classes, times {@code weight}. */
    public static ILossFunction categoricalCrossentropy(long width, double weight) {
        return new LossMCXENT(SOFTMAX_CLIP, factors(width, weight));
    }

    /** The cross-entropy of {@code width} classes given by number, times {@code weight}. */
    public static ILossFunction sparseCategoricalCrossentropy(long width, double weight) {
        return new LossSparseMCXENT(SOFTMAX_CLIP, factors(width, weight));
    }

    private static INDArray factors(long width, double factor) {
        return Nd4j.valueArrayOf(new long[] {1, width}, factor);
    }
}
