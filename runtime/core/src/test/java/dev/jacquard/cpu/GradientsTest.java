package dev.jacquard.cpu;

import static dev.jacquard.cpu.Tensors.labels;
import static dev.jacquard.cpu.Tensors.positive;
import static dev.jacquard.cpu.Tensors.random;
import static dev.jacquard.cpu.Tensors.zeros;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

/**
 * Every gradient of the plain kernels against central differences of Σ upstream·output. The functions are linear, or smooth with moderate
 * curvature, so that a wide step keeps the rounding errors of 32-bit outputs small.
 */
class GradientsTest {
    private static final Kernels KERNELS = new ScalarKernels();

    /** Computes an output from the tensor whose gradient is tested. */
    private interface Forward {
        void run(MemorySegment in, MemorySegment out);
    }

    private static void check(String what, MemorySegment at, int outputs, MemorySegment upstream, float width, double tolerance, Forward forward,
            Consumer<MemorySegment> backward) {
        int n = (int) (at.byteSize() / 4);
        MemorySegment gradient = zeros(n);
        backward.accept(gradient);
        MemorySegment numeric = zeros(n);
        for (int i = 0; i < n; i++) {
            double difference = objective(at, i, width, outputs, upstream, forward) - objective(at, i, -width, outputs, upstream, forward);
            Floats.set(numeric, i, (float) (difference / (2 * width)));
        }
        Tensors.assertClose(what, gradient, numeric, tolerance);
    }

    private static double objective(MemorySegment at, int index, float shift, int outputs, MemorySegment upstream, Forward forward) {
        MemorySegment moved = Tensors.copy(at);
        Floats.add(moved, index, shift);
        MemorySegment out = zeros(outputs);
        forward.run(moved, out);
        double sum = 0;
        for (int i = 0; i < outputs; i++) {
            sum += (double) Floats.get(out, i) * Floats.get(upstream, i);
        }
        return sum;
    }

    @Test
    void denseLayers() {
        int rows = 3;
        int in = 5;
        int out = 4;
        MemorySegment x = random(rows * in, 1);
        MemorySegment kernel = random(in * out, 2);
        MemorySegment dy = random(rows * out, 3);
        MemorySegment transposed = zeros(in * out);
        KERNELS.transpose(kernel, transposed, 0, out, in, out);
        check("input", x, rows * out, dy, 0.5f, 1e-5, (moved, y) -> KERNELS.dense(moved, kernel, null, y, 0, rows, in, out, null, 0),
                dx -> KERNELS.denseInputGradient(dy, transposed, dx, 0, rows, in, out));
        check("kernel", kernel, rows * out, dy, 0.5f, 1e-5, (moved, y) -> KERNELS.dense(x, moved, null, y, 0, rows, in, out, null, 0),
                d -> KERNELS.denseKernelGradient(x, dy, d, 0, in, rows, in, out));
        check("bias", random(out, 4), rows * out, dy, 0.5f, 1e-5, (moved, y) -> KERNELS.dense(x, kernel, moved, y, 0, rows, in, out, null, 0),
                d -> KERNELS.sumRows(dy, d, 0, out, rows, out));
    }

    @Test
    void convolutions() {
        int batch = 2;
        Conv2DShape[] shapes = {Conv2DShape.valid(5, 4, 2, 3, 3, 2), new Conv2DShape(6, 7, 2, 3, 3, 3, 2, 3, 1, 1, 1, 1, 0, 1),
            new Conv2DShape(6, 7, 1, 2, 2, 3, 1, 1, 2, 2, 1, 0, 2, 2)};
        for (Conv2DShape s : shapes) {
            MemorySegment x = random((long) batch * s.inputSize(), 1);
            MemorySegment kernel = random(s.kernelSize(), 2);
            int outputs = batch * s.outputSize();
            MemorySegment dy = random(outputs, 3);
            MemorySegment flipped = zeros(s.kernelSize());
            KERNELS.flipKernel(kernel, flipped, 0, s.flippedRows(), s);
            check("input of " + s, x, outputs, dy, 0.5f, 1e-5, (moved, y) -> KERNELS.conv2d(moved, kernel, null, y, 0, batch, s, null, 0),
                    dx -> KERNELS.conv2dInputGradient(dy, flipped, dx, 0, batch, s));
            check("kernel of " + s, kernel, outputs, dy, 0.5f, 1e-5, (moved, y) -> KERNELS.conv2d(x, moved, null, y, 0, batch, s, null, 0),
                    d -> KERNELS.conv2dKernelGradient(x, dy, d, 0, false, 0, batch, 0, KERNELS.conv2dKernelGradientUnits(s), s));
        }
    }

    @Test
    void pooling() {
        Pool2DShape s = new Pool2DShape(5, 6, 2, 3, 2, 2, 1, 1, 1, 0, 1);
        int outputs = 2 * s.outputSize();
        MemorySegment dy = random(outputs, 3);
        // Far enough apart that no maximum changes within a step.
        MemorySegment x = zeros(2L * s.inputSize());
        for (int i = 0; i < 2 * s.inputSize(); i++) {
            Floats.set(x, i, i * 37 % 120);
        }
        MemorySegment y = zeros(outputs);
        KERNELS.maxPool(x, y, 0, 2, s);
        check("maximum", x, outputs, dy, 0.25f, 1e-5, (moved, out) -> KERNELS.maxPool(moved, out, 0, 2, s),
                dx -> KERNELS.maxPoolGradient(x, y, dy, dx, 0, 2, s));
        check("average", random(2L * s.inputSize(), 4), outputs, dy, 0.5f, 1e-5, (moved, out) -> KERNELS.averagePool(moved, out, 0, 2, s),
                dx -> KERNELS.averagePoolGradient(dy, dx, 0, 2, s));
    }

    @Test
    void batchNormalisation() {
        int rows = 7;
        int channels = 3;
        int size = rows * channels;
        float epsilon = 1e-3f;
        MemorySegment x = random(size, 1);
        MemorySegment gamma = random(channels, 2);
        MemorySegment beta = random(channels, 3);
        MemorySegment dy = random(size, 4);
        MemorySegment mean = zeros(channels);
        MemorySegment variance = zeros(channels);
        KERNELS.batchMoments(x, mean, variance, 0, channels, rows, channels);
        MemorySegment dGamma = zeros(channels);
        MemorySegment dBeta = zeros(channels);
        KERNELS.batchNormSums(x, dy, mean, variance, dGamma, dBeta, 0, channels, rows, channels, epsilon);
        check("input", x, size, dy, 0.01f, 2e-3, (moved, y) -> {
            MemorySegment m = zeros(channels);
            MemorySegment v = zeros(channels);
            KERNELS.batchMoments(moved, m, v, 0, channels, rows, channels);
            KERNELS.normalize(moved, m, v, gamma, beta, y, 0, rows, channels, epsilon);
        }, dx -> KERNELS.batchNormInputGradient(x, dy, mean, variance, gamma, dGamma, dBeta, dx, 0, rows, rows, channels, epsilon));
        check("gamma", gamma, size, dy, 0.5f, 1e-5, (moved, y) -> KERNELS.normalize(x, mean, variance, moved, beta, y, 0, rows, channels, epsilon),
                d -> d.copyFrom(dGamma));
        check("beta", beta, size, dy, 0.5f, 1e-5, (moved, y) -> KERNELS.normalize(x, mean, variance, gamma, moved, y, 0, rows, channels, epsilon),
                d -> d.copyFrom(dBeta));
    }

    @Test
    void softmax() {
        int rows = 3;
        int n = 5;
        MemorySegment x = random(rows * n, 1);
        MemorySegment dy = random(rows * n, 2);
        MemorySegment y = zeros(rows * n);
        KERNELS.softmax(x, y, 0, rows, n);
        check("softmax", x, rows * n, dy, 0.01f, 1e-4, (moved, out) -> KERNELS.softmax(moved, out, 0, rows, n),
                dx -> KERNELS.softmaxGradient(y, dy, dx, 0, rows, n));
    }

    @Test
    void losses() {
        int rows = 3;
        int n = 5;
        int size = rows * n;
        float scale = 0.25f;
        MemorySegment z = random(size, 1);
        MemorySegment p = positive(size, 2);
        KERNELS.map(Formula.add(Formula.multiply(Formula.x(0), Formula.constant(0.8f)), Formula.constant(0.1f)), p, p, 0, size, 0);
        MemorySegment t = positive(size, 3);
        MemorySegment labels = labels(rows, n, 4);
        MemorySegment upstream = Tensors.of(scale, scale, scale);
        MemorySegment none = zeros(size);
        check("sparse", z, rows, upstream, 0.01f, 1e-4,
                (moved, out) -> KERNELS.softmaxCrossentropySparse(moved, labels, none, out, null, 0, rows, n, scale),
                d -> KERNELS.softmaxCrossentropySparse(z, labels, none, zeros(rows), d, 0, rows, n, scale));
        check("soft", z, rows, upstream, 0.01f, 1e-4,
                (moved, out) -> KERNELS.softmaxCrossentropy(moved, t, none, out, null, 0, rows, n, scale),
                d -> KERNELS.softmaxCrossentropy(z, t, none, zeros(rows), d, 0, rows, n, scale));
        check("binary", z, rows, upstream, 0.01f, 1e-4,
                (moved, out) -> KERNELS.sigmoidBinaryCrossentropy(moved, t, none, out, null, 0, rows, n, scale),
                d -> KERNELS.sigmoidBinaryCrossentropy(z, t, none, zeros(rows), d, 0, rows, n, scale));
        check("squares", z, rows, upstream, 0.1f, 1e-5, (moved, out) -> KERNELS.meanSquaredError(moved, t, out, null, 0, rows, n, scale),
                d -> KERNELS.meanSquaredError(z, t, zeros(rows), d, 0, rows, n, scale));
        check("sparse of p", p, rows, upstream, 0.002f, 1e-3, (moved, out) -> KERNELS.crossentropySparse(moved, labels, out, null, 0, rows, n, scale),
                d -> KERNELS.crossentropySparse(p, labels, zeros(rows), d, 0, rows, n, scale));
        check("soft of p", p, rows, upstream, 0.002f, 1e-3, (moved, out) -> KERNELS.crossentropy(moved, t, out, null, 0, rows, n, scale),
                d -> KERNELS.crossentropy(p, t, zeros(rows), d, 0, rows, n, scale));
        check("binary of p", p, rows, upstream, 0.002f, 1e-3, (moved, out) -> KERNELS.binaryCrossentropy(moved, t, out, null, 0, rows, n, scale),
                d -> KERNELS.binaryCrossentropy(p, t, zeros(rows), d, 0, rows, n, scale));
    }
}
