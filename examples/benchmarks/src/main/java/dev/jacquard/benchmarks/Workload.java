package dev.jacquard.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A network to train on images of 28 × 28 pixels in ten classes, the same for every engine: layers, optimizer (Adam, learning rate 1e-3) and loss (softmax with sparse categorical
 * cross-entropy) are fixed, so that only the engine differs.
 */
public enum Workload {
    /** 784 – 128 ReLU – dropout 0.2 – 10 softmax; 101,770 parameters. */
    MLP(2 * dense(784, 128) + 3 * dense(128, 10)),

    /** Conv 32 3×3 ReLU – max pooling 2 – conv 64 3×3 ReLU – max pooling 2 – 128 ReLU – 10 softmax; 225,034 parameters. */
    CNN(2 * convolution(26, 1, 32) + 3 * (convolution(11, 32, 64) + dense(5 * 5 * 64, 128) + dense(128, 10)));

    /** Rows, and columns, of one image. */
    public static final int SIDE = 28;

    /** Pixels of one image. */
    public static final int PIXELS = SIDE * SIDE;

    /** Classes of images. */
    public static final int CLASSES = 10;

    private final long flopsPerSample;

    Workload(long flopsPerSample) {
        this.flopsPerSample = flopsPerSample;
    }

    /** One product of a row with a matrix. */
    private static long dense(int inputs, int units) {
        return 2L * inputs * units;
    }

    /** One 3×3 convolution to {@code size} × {@code size} positions. */
    private static long convolution(int size, int channels, int filters) {
        return (long) size * size * dense(3 * 3 * channels, filters);
    }

    /**
     * Floating point operations of one training step over {@code batch} samples, a multiply-add counted as two: the products and convolutions of
     * the forward pass, of the weight gradients and of the input gradients. The first layer needs no input gradient; element-wise work, pooling
     * and the optimizer are left out.
     */
    public long flopsPerStep(int batch) {
        return flopsPerSample * batch;
    }

    /** The name on the command line and in result lines. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Every name that {@link #of} accepts. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(Workload::label).toList();
    }

    /**
     * The workload of that name.
     *
     * @throws UnknownNameException when there is none
     */
    public static Workload of(String label) {
        for (Workload workload : values()) {
            if (workload.label().equals(label)) {
                return workload;
            }
        }
        if (label.equals("lstm")) {
            throw new UnknownNameException("The workload 'lstm' is not there yet, it needs recurrent layers: use " + String.join(" or ", labels()));
        }
        throw new UnknownNameException("workload", label, labels());
    }
}
