package dev.jacquard.processor.simulation;

import dev.jacquard.processor.graph.Op;

import org.jspecify.annotations.Nullable;

/** Losses and their gradients, by their definitions. */
final class Loss {
    private Loss() {
    }

    /**
     * Rows [from, to).
     *
     * @param x        what the operation reads: logits when fused
     * @param y        the output; written when fused
     * @param gradient of x, or null
     */
    static void of(dev.jacquard.model.Loss loss, Op.Fusion fusion, double[] x, double[] targets, double[] y, double[] losses,
            double @Nullable [] gradient, int from, int to, int width, double scale) {
        switch (fusion) {
            case SOFTMAX -> Operation.softmax(x, y, from, to, width);
            case SIGMOID -> {
                for (int i = from * width; i < to * width; i++) {
                    y[i] = 1 / (1 + Math.exp(-x[i]));
                }
            }
            case NONE -> {
            }
        }
        for (int row = from; row < to; row++) {
            double sum = 0;
            double total = 0;
            for (int j = 0; j < width; j++) {
                total += target(loss, targets, row, j, width);
            }
            for (int j = 0; j < width; j++) {
                int i = row * width + j;
                double t = target(loss, targets, row, j, width);
                double slope;
                switch (loss) {
                    case MEAN_SQUARED_ERROR -> {
                        sum += (y[i] - t) * (y[i] - t) / width;
                        slope = 2 * (y[i] - t) / width;
                    }
                    case BINARY_CROSSENTROPY -> {
                        // from logits: 1 − y has few digits where y is near 1
                        sum += (fusion == Op.Fusion.SIGMOID ? Math.max(x[i], 0) - x[i] * t + Math.log1p(Math.exp(-Math.abs(x[i])))
                                : -t * Math.log(y[i]) - (1 - t) * Math.log(1 - y[i])) / width;
                        slope = (fusion == Op.Fusion.SIGMOID ? y[i] - t : (y[i] - t) / (y[i] * (1 - y[i]))) / width;
                    }
                    case CATEGORICAL_CROSSENTROPY, SPARSE_CATEGORICAL_CROSSENTROPY -> {
                        sum -= t == 0 ? 0 : t * Math.log(y[i]);
                        slope = fusion == Op.Fusion.SOFTMAX ? y[i] * total - t : -t / y[i];
                    }
                    default -> throw new IllegalArgumentException("no loss");
                }
                if (gradient != null) {
                    gradient[i] = scale * slope;
                }
            }
            losses[row] = sum;
        }
    }

    private static double target(dev.jacquard.model.Loss loss, double[] targets, int row, int j, int width) {
        return loss == dev.jacquard.model.Loss.SPARSE_CATEGORICAL_CROSSENTROPY ? targets[row] == j ? 1 : 0 : targets[row * width + j];
    }
}
