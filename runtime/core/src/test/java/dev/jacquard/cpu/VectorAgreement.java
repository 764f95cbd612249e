package dev.jacquard.cpu;

import static dev.jacquard.cpu.Formula.add;
import static dev.jacquard.cpu.Formula.constant;
import static dev.jacquard.cpu.Formula.dropoutMask;
import static dev.jacquard.cpu.Formula.leakyRelu;
import static dev.jacquard.cpu.Formula.multiply;
import static dev.jacquard.cpu.Formula.relu;
import static dev.jacquard.cpu.Formula.select;
import static dev.jacquard.cpu.Formula.step;
import static dev.jacquard.cpu.Formula.subtract;
import static dev.jacquard.cpu.Formula.x;
import static dev.jacquard.cpu.Tensors.assertClose;
import static dev.jacquard.cpu.Tensors.assertSameBits;
import static dev.jacquard.cpu.Tensors.copy;
import static dev.jacquard.cpu.Tensors.labels;
import static dev.jacquard.cpu.Tensors.positive;
import static dev.jacquard.cpu.Tensors.random;
import static dev.jacquard.cpu.Tensors.zeros;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

import dev.jacquard.network.Column;
import dev.jacquard.network.Shape;

/**
 * Every kernel of {@link VectorKernels} against the plain one on sizes around the lengths of vectors and blocks. Runs inside a class loader of
 * its own for every vector length, see {@link VectorKernelsTest}.
 */
public final class VectorAgreement {
    private static final int[] SIZES = {1, 3, 8, 17, 33, 70};
    private static final float[] SPECIAL = {0, -0f, 1, -1, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE,
        -Float.MIN_VALUE, 1e-39f, -1e-39f, Float.MAX_VALUE, -Float.MAX_VALUE, 88.8f, -87.4f, -104f, 1e-8f};
    private static final Kernels PLAIN = new ScalarKernels();
    private static final Kernels VECTOR = new VectorKernels();
    private static final List<String> RESULTS = new ArrayList<>();

    private VectorAgreement() {
    }

    /**
     * Runs one check; the names are those of {@link #names}.
     *
     * @return what the vector kernels computed, in the order of their calls: what was called and a checksum of all bits of the result
     */
    public static List<String> run(String name, int bits) {
        if (Lanes.BITS != bits) {
            throw new AssertionError("Vectors have " + Lanes.BITS + " bits");
        }
        RESULTS.clear();
        CHECKS.get(name).run();
        return List.copyOf(RESULTS);
    }

    /** The names of all checks. */
    public static List<String> names() {
        return List.copyOf(CHECKS.keySet());
    }

    private static final Map<String, Runnable> CHECKS = new TreeMap<>(Map.ofEntries(Map.entry("dense", VectorAgreement::dense),
            Map.entry("dense gradients", VectorAgreement::denseGradients), Map.entry("sums and transposes", VectorAgreement::sumsAndTransposes),
            Map.entry("convolution", VectorAgreement::convolution), Map.entry("pooling", VectorAgreement::pooling),
            Map.entry("batch normalisation", VectorAgreement::batchNorm), Map.entry("softmax", VectorAgreement::softmax),
            Map.entry("losses", VectorAgreement::losses), Map.entry("optimizers", VectorAgreement::optimizers),
            Map.entry("gradient tools", VectorAgreement::gradientTools), Map.entry("moves", VectorAgreement::moves),
            Map.entry("formulas", VectorAgreement::formulas), Map.entry("long sums", VectorAgreement::longSums),
            Map.entry("blocks", VectorAgreement::blocks), Map.entry("rows of an input", VectorAgreement::inputRows),
            Map.entry("splits", VectorAgreement::splits)));

    /** Runs the same call with both kernels on a tensor of the given content each, and compares the two. */
    private static MemorySegment both(String what, MemorySegment start, double tolerance, BiConsumer<Kernels, MemorySegment> call) {
        MemorySegment expected = copy(start);
        MemorySegment actual = copy(start);
        call.accept(PLAIN, expected);
        call.accept(VECTOR, actual);
        assertClose(what, actual, expected, tolerance);
        RESULTS.add(what + ": " + checksum(actual));
        return actual;
    }

    /** Of the bits of all floats; every NaN is the same. */
    private static long checksum(MemorySegment values) {
        long sum = 0;
        for (long i = 0; i < values.byteSize() / 4; i++) {
            sum = 31 * sum + Float.floatToIntBits(Floats.get(values, i));
        }
        return sum;
    }

    private static void dense() {
        for (int rows : SIZES) {
            for (int in : SIZES) {
                for (int out : SIZES) {
                    MemorySegment left = random((long) rows * in, 1);
                    MemorySegment kernel = random((long) in * out, 2);
                    MemorySegment bias = random(out, 3);
                    String what = rows + "×" + in + "×" + out;
                    both("dense " + what, zeros((long) rows * out), 1e-5,
                            (k, y) -> k.dense(left, kernel, bias, y, 0, rows, in, out, relu(x(0)), 0));
                    both("dense without bias " + what, zeros((long) rows * out), 1e-5,
                            (k, y) -> k.dense(left, kernel, null, y, rows / 2, rows, in, out, null, 0));
                    for (int inputs : new int[] {1 + in / 3, in}) {
                        int count = Math.ceilDiv(in, inputs);
                        MemorySegment parts = random((long) rows * count * out, 4);
                        both("dense parts of " + inputs + " " + what, zeros((long) rows * count * out), 1e-5,
                                (k, p) -> k.denseParts(left, kernel, p, count / 2, count, rows, in, out, inputs));
                        both("sum of " + count + " parts " + what, zeros((long) rows * out), 1e-5,
                                (k, y) -> k.sumParts(parts, bias, y, rows / 2, rows, count, out, relu(x(0))));
                        both("sum of " + count + " parts without bias " + what, zeros((long) rows * out), 1e-5,
                                (k, y) -> k.sumParts(parts, null, y, 0, rows, count, out, null));
                    }
                }
            }
        }
    }

    private static void denseGradients() {
        for (int rows : SIZES) {
            for (int in : SIZES) {
                for (int out : SIZES) {
                    MemorySegment left = random((long) rows * in, 1);
                    MemorySegment dy = random((long) rows * out, 2);
                    MemorySegment transposed = random((long) in * out, 3);
                    String what = rows + "×" + in + "×" + out;
                    both("input gradient " + what, zeros((long) rows * in), 1e-5,
                            (k, dx) -> k.denseInputGradient(dy, transposed, dx, 0, rows, in, out));
                    for (int inputs : new int[] {1 + in / 3, in}) {
                        int count = Math.ceilDiv(in, inputs);
                        both("input gradient by " + inputs + " " + what, zeros((long) rows * in), 1e-5,
                                (k, dx) -> k.denseInputGradientParts(dy, transposed, dx, count / 2, count, rows, in, out, inputs));
                    }
                    both("kernel gradient " + what, zeros((long) in * out), 1e-5,
                            (k, d) -> k.denseKernelGradient(left, dy, d, in / 3, in, rows, in, out));
                }
            }
        }
    }

    /** Every height of a block, from memory that lies standing and lying, beside a rest of columns. */
    private static void blocks() {
        int out = 6 * Lanes.LENGTH + 3;
        for (int rows = 1; rows <= 27; rows++) {
            int count = rows;
            MemorySegment left = random(count * 5L, 1);
            MemorySegment kernel = random(5L * out, 2);
            MemorySegment bias = random(out, 3);
            both("block of " + count, zeros((long) count * out), 1e-6, (k, y) -> k.dense(left, kernel, bias, y, 0, count, 5, out, null, 0));
            both("lying block of " + count, zeros((long) count * out), 1e-6,
                    (k, d) -> k.denseKernelGradient(left, kernel, d, 0, count, 5, count, out));
        }
    }

    private static void longSums() {
        MemorySegment left = random(7 * 2100, 1);
        MemorySegment right = random(2100 * 37, 2);
        both("dense of 2100", zeros(7 * 37), 1e-4, (k, y) -> k.dense(left, right, null, y, 0, 7, 2100, 37, null, 0));
        both("kernel gradient of 2100 rows", zeros(7 * 37), 1e-4, (k, d) -> k.denseKernelGradient(left, right, d, 0, 7, 2100, 7, 37));
    }

    private static void sumsAndTransposes() {
        for (int rows : SIZES) {
            for (int columns : SIZES) {
                MemorySegment values = random((long) rows * columns, 4);
                both("sumRows", zeros(columns), 1e-5, (k, out) -> k.sumRows(values, out, columns / 4, columns, rows, columns));
                both("sumSomeRows", zeros(columns + 3), 1e-5, (k, out) -> {
                    k.sumSomeRows(values, out, 3, false, rows / 3, rows, columns);
                    k.sumSomeRows(values, out, 3, true, 0, rows / 3, columns);
                });
                both("transpose", zeros((long) rows * columns), 0, (k, out) -> k.transpose(values, out, columns / 4, columns, rows, columns));
            }
        }
        MemorySegment values = random(1000 * 5, 4);
        both("sumRows of 1000", zeros(5), 1e-5, (k, out) -> k.sumRows(values, out, 0, 5, 1000, 5));
    }

    private static void convolution() {
        List<Conv2DShape> shapes = List.of(Conv2DShape.valid(5, 6, 1, 3, 3, 3), Conv2DShape.valid(9, 9, 3, 33, 3, 3),
                Conv2DShape.valid(13, 13, 32, 64, 3, 3), Conv2DShape.valid(4, 5, 17, 40, 1, 1), Conv2DShape.valid(3, 3, 20, 130, 3, 3),
                new Conv2DShape(7, 8, 3, 5, 3, 2, 2, 3, 1, 1, 1, 0, 0, 1), new Conv2DShape(9, 10, 2, 7, 3, 3, 1, 1, 2, 2, 2, 2, 2, 2),
                new Conv2DShape(6, 6, 4, 16, 5, 5, 1, 1, 1, 1, 2, 2, 2, 2), new Conv2DShape(8, 8, 17, 9, 2, 2, 2, 2, 1, 1, 0, 0, 0, 0),
                new Conv2DShape(5, 5, 3, 4, 4, 4, 1, 1, 1, 1, 3, 3, 3, 3), new Conv2DShape(10, 9, 1, 33, 3, 3, 2, 1, 1, 2, 1, 0, 2, 1),
                new Conv2DShape(10, 9, 1, 5, 3, 3, 1, 2, 1, 1, 1, 1, 1, 1), new Conv2DShape(40, 37, 33, 18, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1),
                new Conv2DShape(41, 38, 20, 7, 3, 2, 2, 1, 1, 1, 0, 1, 1, 0), new Conv2DShape(13, 7, 3, 4, 3, 3, 3, 2, 2, 3, 1, 2, 3, 1),
                new Conv2DShape(6, 5, 400, 410, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1), Conv2DShape.valid(5, 5, 900, 18, 3, 3));
        int batch = 3;
        for (Conv2DShape s : shapes) {
            // thousands of terms: the order of the additions shows in more digits
            double rounding = s.channels() > 100 ? 2e-4 : 2e-5;
            MemorySegment in = random((long) batch * s.inputSize(), 1);
            MemorySegment kernel = random(s.kernelSize(), 2);
            MemorySegment bias = random(s.filters(), 3);
            MemorySegment dy = random((long) batch * s.outputSize(), 4);
            both("conv2d " + s, zeros((long) batch * s.outputSize()), rounding, (k, y) -> k.conv2d(in, kernel, bias, y, 0, batch, s, relu(x(0)), 0));
            both("conv2d of one sample " + s, zeros((long) batch * s.outputSize()), rounding,
                    (k, y) -> k.conv2d(in, kernel, null, y, 1, 2, s, null, 0));
            both("flipKernel " + s, zeros(s.kernelSize()), 0,
                    (k, flipped) -> k.flipKernel(kernel, flipped, 0, s.flippedRows(), s));
            MemorySegment flipped = zeros(s.kernelSize());
            PLAIN.flipKernel(kernel, flipped, 0, s.flippedRows(), s);
            both("conv2dInputGradient " + s, random((long) batch * s.inputSize(), 5), 2.5 * rounding,
                    (k, dx) -> k.conv2dInputGradient(dy, flipped, dx, 1, batch, s));
            both("conv2dKernelGradient " + s, zeros(s.kernelSize()), 2.5 * rounding, (k, d) -> {
                for (int unit = k.conv2dKernelGradientUnits(s) - 1; unit >= 0; unit--) {
                    k.conv2dKernelGradient(in, dy, d, 0, false, 0, batch, unit, unit + 1, s);
                }
            });
            both("conv2dKernelGradient of some samples " + s, zeros(s.kernelSize() + 7), 2.5 * rounding,
                    (k, d) -> {
                        k.conv2dKernelGradient(in, dy, d, 7, false, 1, 3, 0, k.conv2dKernelGradientUnits(s), s);
                        k.conv2dKernelGradient(in, dy, d, 7, true, 0, 1, 0, k.conv2dKernelGradientUnits(s), s);
                    });
        }
    }

    private static void pooling() {
        List<Pool2DShape> shapes = List.of(Pool2DShape.valid(6, 6, 32, 2, 2), Pool2DShape.valid(5, 7, 3, 2, 2), Pool2DShape.valid(5, 7, 32, 2, 2),
                Pool2DShape.valid(6, 7, 16, 2, 2), Pool2DShape.valid(7, 6, 48, 2, 2), Pool2DShape.valid(7, 9, 20, 3, 2),
                new Pool2DShape(7, 7, 17, 3, 3, 2, 2, 1, 1, 1, 1), new Pool2DShape(5, 6, 1, 3, 2, 1, 1, 1, 1, 0, 1));
        int batch = 3;
        for (Pool2DShape s : shapes) {
            // Few different values, so that maxima tie.
            MemorySegment in = zeros((long) batch * s.inputSize());
            for (int i = 0; i < batch * s.inputSize(); i++) {
                Floats.set(in, i, (i * 7 % 5) - 2);
            }
            MemorySegment dy = random((long) batch * s.outputSize(), 4);
            MemorySegment y = zeros((long) batch * s.outputSize());
            PLAIN.maxPool(in, y, 0, batch, s);
            both("maxPool " + s, zeros((long) batch * s.outputSize()), 0, (k, out) -> k.maxPool(in, out, 1, batch, s));
            both("maxPoolGradient " + s, random((long) batch * s.inputSize(), 5), 1e-6, (k, dx) -> k.maxPoolGradient(in, y, dy, dx, 1, batch, s));
            if (s.tiles()) {
                MemorySegment apart = copy(in);
                PLAIN.maxPoolGradient(in, y, dy, apart, 1, batch, s);
                both("maxPoolGradient in place " + s, in, 0, (k, x) -> {
                    k.maxPoolGradient(x, y, dy, x, 1, batch, s);
                    assertSameBits("maxPoolGradient in place " + s, x, apart);
                });
            }
            both("averagePool " + s, zeros((long) batch * s.outputSize()), 1e-6, (k, out) -> k.averagePool(in, out, 0, 2, s));
            both("averagePoolGradient " + s, random((long) batch * s.inputSize(), 5), 1e-6,
                    (k, dx) -> k.averagePoolGradient(dy, dx, 0, batch, s));
        }
    }

    private static void batchNorm() {
        for (int rows : new int[] {2, 17, 300}) {
            for (int channels : SIZES) {
                long size = (long) rows * channels;
                MemorySegment in = random(size, 1);
                MemorySegment dy = random(size, 2);
                MemorySegment mean = random(channels, 3);
                MemorySegment variance = positive(channels, 4);
                MemorySegment gamma = random(channels, 5);
                MemorySegment beta = random(channels, 6);
                both("mean", zeros(channels), 1e-5, (k, out) -> k.batchMoments(in, out, zeros(channels), channels / 3, channels, rows, channels));
                both("variance", zeros(channels), 1e-5, (k, out) -> k.batchMoments(in, zeros(channels), out, channels / 3, channels, rows, channels));
                both("normalize", zeros(size), 1e-5, (k, y) -> k.normalize(in, mean, variance, gamma, beta, y, rows / 2, rows, channels, 1e-3f));
                both("normalize alone", zeros(size), 1e-5, (k, y) -> k.normalize(in, mean, variance, null, null, y, 0, rows, channels, 1e-3f));
                both("dGamma", zeros(channels), 1e-4,
                        (k, out) -> k.batchNormSums(in, dy, mean, variance, out, zeros(channels), 0, channels, rows, channels, 1e-3f));
                both("dBeta", zeros(channels), 1e-4,
                        (k, out) -> k.batchNormSums(in, dy, mean, variance, zeros(channels), out, 0, channels, rows, channels, 1e-3f));
                both("batch norm input gradient", zeros(size), 1e-5, (k, dx) -> k.batchNormInputGradient(in, dy, mean, variance, gamma, beta, mean,
                        dx, rows / 2, rows, rows, channels, 1e-3f));
                both("moving", random(channels, 7), 1e-6, (k, moving) -> k.updateMoving(moving, mean, 0.99, 0, channels));
            }
        }
    }

    private static void softmax() {
        for (int n : SIZES) {
            MemorySegment in = random(5L * n, 1);
            VECTOR.scale(in, 0, 5L * n, 30);
            MemorySegment y = zeros(5L * n);
            PLAIN.softmax(in, y, 0, 5, n);
            MemorySegment dy = random(5L * n, 2);
            both("softmax", zeros(5L * n), 1e-6, (k, out) -> k.softmax(in, out, 1, 5, n));
            both("softmax in place", in, 1e-6, (k, out) -> k.softmax(out, out, 0, 5, n));
            both("softmaxGradient", zeros(5L * n), 1e-6, (k, dx) -> k.softmaxGradient(y, dy, dx, 0, 5, n));
        }
    }

    /** Calls of a loss: kernels, probabilities, losses, gradient. */
    private interface LossCall {
        void run(Kernels kernels, MemorySegment probabilities, MemorySegment losses, MemorySegment gradient);
    }

    private static void losses() {
        int rows = 5;
        for (int n : SIZES) {
            long size = (long) rows * n;
            MemorySegment z = random(size, 1);
            VECTOR.scale(z, 0, size, 20);
            MemorySegment p = positive(size, 2);
            MemorySegment t = positive(size, 3);
            MemorySegment labels = labels(rows, n, 4);
            loss("sparse", rows, n, (k, out, losses, d) -> k.softmaxCrossentropySparse(z, labels, out, losses, d, 0, rows, n, 0.25f));
            loss("soft", rows, n, (k, out, losses, d) -> k.softmaxCrossentropy(z, t, out, losses, d, 0, rows, n, 0.25f));
            loss("binary", rows, n, (k, out, losses, d) -> k.sigmoidBinaryCrossentropy(z, t, out, losses, d, 0, rows, n, 0.25f));
            loss("squares", rows, n, (k, out, losses, d) -> k.meanSquaredError(z, t, losses, d, 0, rows, n, 0.25f));
            loss("sparse of p", rows, n, (k, out, losses, d) -> k.crossentropySparse(p, labels, losses, d, 0, rows, n, 0.25f));
            loss("soft of p", rows, n, (k, out, losses, d) -> k.crossentropy(p, t, losses, d, 0, rows, n, 0.25f));
            loss("binary of p", rows, n, (k, out, losses, d) -> k.binaryCrossentropy(p, t, losses, d, 0, rows, n, 0.25f));
            MemorySegment gradient = zeros(size);
            VECTOR.softmaxCrossentropySparse(z, labels, zeros(size), zeros(rows), gradient, 0, rows, n, 0.25f);
            MemorySegment inPlace = copy(z);
            VECTOR.softmaxCrossentropySparse(inPlace, labels, inPlace, zeros(rows), inPlace, 0, rows, n, 0.25f);
            assertClose("gradient in place", inPlace, gradient, 1e-7);
            VECTOR.softmaxCrossentropySparse(z, labels, zeros(size), zeros(rows), null, 0, rows, n, 0.25f);
        }
    }

    private static void loss(String what, int rows, int n, LossCall call) {
        long size = (long) rows * n;
        both(what + " probabilities", zeros(size), 1e-6, (k, out) -> call.run(k, out, zeros(rows), zeros(size)));
        both(what + " losses", zeros(rows), 2e-6, (k, out) -> call.run(k, zeros(size), out, zeros(size)));
        both(what + " gradient", zeros(size), 2e-6, (k, out) -> call.run(k, zeros(size), zeros(rows), out));
    }

    private static void optimizers() {
        for (int n : SIZES) {
            MemorySegment g = random(n, 1);
            MemorySegment state = random(n, 2);
            MemorySegment squares = positive(n, 3);
            MemorySegment w = random(n, 4);
            int from = n / 3;
            both("sgd", w, 1e-6, (k, out) -> k.sgd(out, g, from, n, 0.1f, 0.01f));
            both("momentum", w, 1e-6, (k, out) -> k.momentum(out, g, copy(state), from, n, 0.1f, 0.9f, false, 0.01f));
            both("nesterov", w, 1e-6, (k, out) -> k.momentum(out, g, copy(state), from, n, 0.1f, 0.9f, true, 0));
            both("velocity", state, 1e-6, (k, out) -> k.momentum(copy(w), g, out, from, n, 0.1f, 0.9f, true, 0));
            both("rmsProp", w, 1e-5, (k, out) -> k.rmsProp(out, g, copy(squares), null, null, from, n, 0.1f, 0.9, 0, 1e-7f, 0.01f));
            both("centered", w, 1e-4, (k, out) -> k.rmsProp(out, g, copy(squares), zeros(n), copy(state), from, n, 0.1f, 0.9, 0.5f, 1e-3f, 0));
            both("adam", w, 1e-6, (k, out) -> k.adam(out, g, copy(state), copy(squares), null, from, n, 0.1f, 0.9, 0.999, 1e-7f, 0.01f));
            both("amsgrad", w, 1e-6, (k, out) -> k.adam(out, g, copy(state), copy(squares), copy(squares), from, n, 0.1f, 0.9, 0.999, 1e-7f, 0));
            both("adam's mean", state, 1e-6, (k, out) -> k.adam(copy(w), g, out, copy(squares), null, from, n, 0.1f, 0.9, 0.999, 1e-7f, 0));
            both("adam's square", squares, 1e-6, (k, out) -> k.adam(copy(w), g, copy(state), out, null, from, n, 0.1f, 0.9, 0.999, 1e-7f, 0));
        }
    }

    private static void gradientTools() {
        for (int n : SIZES) {
            MemorySegment values = random(n, 1);
            MemorySegment start = random(n, 2);
            both("scale", start, 0, (k, out) -> k.scale(out, n / 2, n, 0.3f));
            both("clip", start, 0, (k, out) -> k.clip(out, n / 2, n, 0.3f));
            both("addScaled", start, 1e-6, (k, out) -> k.addScaled(out, values, n / 2, n, 0.3f));
            both("addSign", start, 1e-6, (k, out) -> k.addSign(out, values, n / 2, n, 0.3f));
            both("fill", start, 0, (k, out) -> k.fill(out, n / 2, n, 0.3f));
            both("sums", zeros(3), 1e-6, (k, out) -> {
                Floats.set(out, 0, (float) k.sum(values, n / 2, n));
                Floats.set(out, 1, (float) k.sumSquares(values, n / 2, n));
                Floats.set(out, 2, (float) k.sumMagnitudes(values, n / 2, n));
            });
        }
    }

    private static void moves() {
        int[] order = {9, 4, 0, 3, 3};
        for (int width : SIZES) {
            MemorySegment source = random(10L * width, 1);
            MemorySegment bytes = random(10L * width, 2);
            both("gatherRows", zeros(4L * width), 0, (k, out) -> k.gatherRows(source, order, 1, out, 0, 4, width));
            both("gatherBytes", zeros(4L * width), 1e-6, (k, out) -> k.gatherBytes(bytes, order, 1, out, 0, 4, width, 1f / 255, -0.5f));
            both("copyColumns", zeros(10L * (width + 3)), 0, (k, out) -> k.copyColumns(source, width, 0, out, width + 3, 2, width, 1, 10));
            both("addColumns", random(10L * (width + 3), 3), 1e-6, (k, out) -> k.addColumns(source, width, 0, out, width + 3, 2, width, 1, 10));
            both("copy", zeros(10L * width), 0, (k, out) -> k.copy(source, out, 1, 5L * width));
        }
    }

    /** Products that read rows from a data set do the same, to the bit, as products of the loaded rows. */
    private static void inputRows() {
        int[] order = {9, 4, 0, 3, 3, 8, 1, 2, 7};
        int rows = order.length - 1;
        int out = 35;
        for (int width : SIZES) {
            Column bytes = new Column.Bytes(random(10L * width, 2), 10, Shape.of(width), 1f / 255, -0.5f);
            Column floats = new Column.Floats(random(10L * width, 3), 10, Shape.of(width));
            int inputs = Math.ceilDiv(width, 3);
            int pieces = Math.ceilDiv(width, inputs);
            MemorySegment kernel = random((long) width * out, 4);
            MemorySegment dy = random((long) rows * out, 5);
            try (AlignedMemory memory = new AlignedMemory()) {
                for (Column column : List.of(bytes, floats)) {
                    InputRows read = new InputRows();
                    InputRows loaded = new InputRows();
                    read.select(column, order, 1);
                    loaded.select(column, order, 1);
                    loaded.load(memory, rows);
                    MemorySegment x = loaded.loaded();
                    VECTOR.fill(x, 0, (long) rows * width, 0);
                    switch (column) {
                        case Column.Bytes c -> VECTOR.gatherBytes(c.values(), order, 1, x, 0, rows, width, c.scale(), c.offset());
                        default -> VECTOR.gatherRows(((Column.Floats) column).values(), order, 1, x, 0, rows, width);
                    }
                    MemorySegment parts = zeros((long) rows * pieces * out);
                    VECTOR.denseParts(x, kernel, parts, 0, pieces, rows, width, out, inputs);
                    MemorySegment gradient = zeros((long) width * out);
                    VECTOR.denseKernelGradient(x, dy, gradient, width / 2, width, rows, width, out);
                    for (InputRows input : List.of(read, loaded)) {
                        assertSameBits("parts", both("parts", zeros((long) rows * pieces * out), 2e-6, (k, result) -> k.denseParts(input, kernel,
                                result, 0, pieces, rows, width, out, inputs)), parts);
                        assertSameBits("gradient", both("gradient", zeros((long) width * out), 2e-6, (k, result) -> k.denseKernelGradient(input, dy,
                                result, width / 2, width, rows, width, out)), gradient);
                    }
                }
            }
        }
    }

    private static void formulas() {
        Formula a = x(0);
        Formula b = x(1);
        List<Formula> list = List.of(add(a, b), subtract(a, b), multiply(a, b), Formula.divide(a, add(Formula.square(b), constant(0.5f))),
                Formula.max(a, b), Formula.min(a, b), Formula.negate(a), Formula.abs(a), Formula.square(a), Formula.sqrt(Formula.abs(a)),
                Formula.exp(a), Formula.log(Formula.abs(a)), Formula.tanh(a), Formula.sigmoid(a), relu(a), step(a),
                Formula.reciprocal(add(constant(2), a)), leakyRelu(a, 0.01f), Formula.power(Formula.abs(a), 1.7f), select(a, b, x(2)),
                dropoutMask(0.3f), multiply(a, dropoutMask(0.3f)), constant(4), a, multiply(a, constant(3)), multiply(a, step(b)),
                multiply(a, multiply(b, subtract(constant(1), b))), multiply(a, subtract(constant(1), Formula.square(b))),
                multiply(relu(a), dropoutMask(0.5f)), add(multiply(a, b), multiply(x(2), x(3))));
        for (Formula f : list) {
            for (int n : new int[] {1, 7, 33, 1100}) {
                MemorySegment x0 = random(n, 1);
                MemorySegment x1 = random(n, 2);
                MemorySegment x2 = random(n, 3);
                MemorySegment x3 = random(n, 4);
                both(f.toString(), zeros(n), 2e-6, (k, out) -> k.map(f, x0, x1, x2, x3, out, n / 3, n, 12345));
            }
            int n = SPECIAL.length * SPECIAL.length;
            MemorySegment x0 = zeros(n);
            MemorySegment x1 = zeros(n);
            for (int i = 0; i < n; i++) {
                Floats.set(x0, i, SPECIAL[i % SPECIAL.length]);
                Floats.set(x1, i, SPECIAL[i / SPECIAL.length]);
            }
            both(f + " of special values", zeros(n), 2e-6, (k, out) -> k.map(f, x0, x1, x1, x0, out, 0, n, 12345));
        }
    }

    /** However the work is cut, every bit is the same. */
    private static void splits() {
        int rows = 33;
        int in = 70;
        int out = 75;
        MemorySegment left = random((long) rows * in, 1);
        MemorySegment kernel = random((long) in * out, 2);
        MemorySegment bias = random(out, 3);
        Formula f = Formula.multiply(Formula.sigmoid(x(0)), dropoutMask(0.25f));
        MemorySegment whole = zeros((long) rows * out);
        MemorySegment parts = zeros((long) rows * out);
        VECTOR.dense(left, kernel, bias, whole, 0, rows, in, out, f, 7);
        for (int row = 0; row < rows; row += 5) {
            VECTOR.dense(left, kernel, bias, parts, row, Math.min(row + 5, rows), in, out, f, 7);
        }
        assertSameBits("dense", parts, whole);

        MemorySegment pieces = zeros(3L * rows * out);
        MemorySegment piecesApart = zeros(3L * rows * out);
        VECTOR.denseParts(left, kernel, pieces, 0, 3, rows, in, out, 24);
        for (int piece = 2; piece >= 0; piece--) {
            VECTOR.denseParts(left, kernel, piecesApart, piece, piece + 1, rows, in, out, 24);
        }
        assertSameBits("dense parts", piecesApart, pieces);

        MemorySegment mapped = zeros((long) rows * out);
        VECTOR.map(f, whole, mapped, 0, (long) rows * out, 3);
        for (int i = 0; i < rows * out; i += 3) {
            VECTOR.map(f, whole, parts, i, Math.min(i + 3, rows * out), 3);
        }
        assertSameBits("map", parts, mapped);

        Conv2DShape s = new Conv2DShape(9, 8, 5, 33, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1);
        int batch = 4;
        MemorySegment images = random((long) batch * s.inputSize(), 1);
        MemorySegment filters = random(s.kernelSize(), 2);
        MemorySegment wholeConvolution = zeros((long) batch * s.outputSize());
        MemorySegment partsConvolution = zeros((long) batch * s.outputSize());
        VECTOR.conv2d(images, filters, null, wholeConvolution, 0, batch, s, relu(x(0)), 0);
        for (int sample = batch - 1; sample >= 0; sample--) {
            VECTOR.conv2d(images, filters, null, partsConvolution, sample, sample + 1, s, relu(x(0)), 0);
        }
        assertSameBits("conv2d", partsConvolution, wholeConvolution);

        MemorySegment sums = zeros(in);
        MemorySegment sumsOfParts = zeros(in);
        VECTOR.sumRows(left, sums, 0, in, rows, in);
        for (int j = 0; j < in; j++) {
            VECTOR.sumRows(left, sumsOfParts, j, j + 1, rows, in);
        }
        assertSameBits("sumRows", sumsOfParts, sums);

        MemorySegment weights = copy(kernel);
        MemorySegment weightsOfParts = copy(kernel);
        long n = (long) in * out;
        VECTOR.adam(weights, bias(n), zeros(n), zeros(n), null, 0, n, 0.1f, 0.9, 0.999, 1e-7f, 0);
        MemorySegment m = zeros(n);
        MemorySegment v = zeros(n);
        for (long i = 0; i < n; i += 7) {
            VECTOR.adam(weightsOfParts, bias(n), m, v, null, i, Math.min(i + 7, n), 0.1f, 0.9, 0.999, 1e-7f, 0);
        }
        assertSameBits("adam", weightsOfParts, weights);
    }

    private static MemorySegment bias(long n) {
        return random(n, 11);
    }
}
