package dev.jacquard.dl4j;

import dev.jacquard.network.Choice;
import dev.jacquard.network.OutputDescription;

import org.nd4j.linalg.api.ndarray.INDArray;

/** What one output did in a batch, by the definitions of {@link dev.jacquard.model.Loss}. */
final class Scores {
    /** Keeps a logarithm finite, as Keras does. */
    private static final double CLIP = 1e-7;

    private Scores() {
    }

    /** The sum of the rows' losses, unweighted. */
    static double loss(OutputDescription output, INDArray predictions, INDArray targets) {
        float[] p = Conversion.numbers(predictions);
        float[] t = Conversion.numbers(targets);
        int width = output.shape().last();
        int each = output.shape().size() / width;
        double sum = 0;
        switch (output.loss()) {
            case NONE -> {
                return 0;
            }
            case MEAN_SQUARED_ERROR -> {
                for (int i = 0; i < p.length; i++) {
                    sum += ((double) p[i] - t[i]) * ((double) p[i] - t[i]) / width;
                }
            }
            case BINARY_CROSSENTROPY -> {
                for (int i = 0; i < p.length; i++) {
                    double q = Math.clamp(p[i], CLIP, 1 - CLIP);
                    sum -= (t[i] * Math.log(q) + (1 - t[i]) * Math.log(1 - q)) / width;
                }
            }
            case CATEGORICAL_CROSSENTROPY -> {
                for (int i = 0; i < p.length; i++) {
                    sum -= t[i] == 0 ? 0 : t[i] * Math.log(Math.max(p[i], CLIP));
                }
            }
            case SPARSE_CATEGORICAL_CROSSENTROPY -> {
                for (int i = 0; i < t.length; i++) {
                    sum -= Math.log(Math.max(p[i * width + (int) t[i]], CLIP));
                }
            }
        }
        return sum / each;
    }

    /** Right predictions, a row with several answers by its share of right ones; 0 where the loss compares quantities. */
    static double hits(OutputDescription output, INDArray predictions, INDArray targets) {
        float[] p = Conversion.numbers(predictions);
        float[] t = Conversion.numbers(targets);
        int width = output.shape().last();
        int each = output.shape().size() / width;
        int right = 0;
        return switch (output.loss()) {
            case NONE, MEAN_SQUARED_ERROR -> 0;
            case BINARY_CROSSENTROPY -> {
                for (int i = 0; i < p.length; i++) {
                    right += p[i] >= 0.5f == t[i] >= 0.5f ? 1 : 0;
                }
                yield (double) right / width / each;
            }
            case CATEGORICAL_CROSSENTROPY -> {
                for (int i = 0; i < p.length / width; i++) {
                    right += Choice.of(p, i * width, width) == Choice.of(t, i * width, width) ? 1 : 0;
                }
                yield (double) right / each;
            }
            case SPARSE_CATEGORICAL_CROSSENTROPY -> {
                for (int i = 0; i < t.length; i++) {
                    right += Choice.of(p, i * width, width) == (int) t[i] ? 1 : 0;
                }
                yield (double) right / each;
            }
        };
    }
}
