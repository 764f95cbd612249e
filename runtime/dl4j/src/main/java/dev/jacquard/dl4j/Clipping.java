package dev.jacquard.dl4j;

import java.util.List;

import dev.jacquard.network.TrainingSettings;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Keras' clipping of gradients that Deeplearning4j has summed over the batch and divides later. Its own clips per layer and knows no global norm.
 *
 * @param rows of the batch
 */
record Clipping(TrainingSettings settings, int rows) {
    /** Clips in place, one array a parameter. */
    void apply(List<INDArray> gradients) {
        if (settings.clipValue() > 0) {
            double limit = settings.clipValue() * rows;
            for (INDArray gradient : gradients) {
                Transforms.max(gradient, -limit, false);
                Transforms.min(gradient, limit, false);
            }
        } else if (settings.globalClipNorm() > 0) {
            double squares = 0;
            for (INDArray gradient : gradients) {
                double norm = gradient.norm2Number().doubleValue();
                squares += norm * norm;
            }
            double norm = Math.sqrt(squares) / rows;
            if (norm > settings.globalClipNorm()) {
                gradients.forEach(gradient -> gradient.muli(settings.globalClipNorm() / norm));
            }
        } else if (settings.clipNorm() > 0) {
            for (INDArray gradient : gradients) {
                double norm = gradient.norm2Number().doubleValue() / rows;
                if (norm > settings.clipNorm()) {
                    gradient.muli(settings.clipNorm() / norm);
                }
            }
        }
    }
}
