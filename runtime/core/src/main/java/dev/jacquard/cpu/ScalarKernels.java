package dev.jacquard.cpu;

import java.lang.foreign.MemorySegment;

import org.jspecify.annotations.Nullable;

/** The plain kernels: what every virtual machine can run, and what the others are tested against. */
final class ScalarKernels implements Kernels {
    private final ScalarFormula formulas = new ScalarFormula();

    @Override
    public String description() {
        return "plain Java, no vector instructions";
    }

    @Override
    public void map(Formula f, MemorySegment out, long from, long to, int key) {
        formulas.run(f.program(), out, out, out, out, out, from, to, key);
    }

    @Override
    public void map(Formula f, MemorySegment x0, MemorySegment out, long from, long to, int key) {
        formulas.run(f.program(), x0, out, out, out, out, from, to, key);
    }

    @Override
    public void map(Formula f, MemorySegment x0, MemorySegment x1, MemorySegment out, long from, long to, int key) {
        formulas.run(f.program(), x0, x1, out, out, out, from, to, key);
    }

    @Override
    public void map(Formula f, MemorySegment x0, MemorySegment x1, MemorySegment x2, MemorySegment out, long from, long to, int key) {
        formulas.run(f.program(), x0, x1, x2, out, out, from, to, key);
    }

    @Override
    public void map(Formula f, MemorySegment x0, MemorySegment x1, MemorySegment x2, MemorySegment x3, MemorySegment out, long from,
            long to, int key) {
        formulas.run(f.program(), x0, x1, x2, x3, out, from, to, key);
    }

    @Override
    public void dense(MemorySegment x, MemorySegment kernel, @Nullable MemorySegment bias, MemorySegment y, int from, int to, int in,
            int out, @Nullable Formula activation, int key) {
        ScalarProducts.product(x, kernel, bias, y, from, to, in, out);
        if (activation != null) {
            map(activation, y, y, (long) from * out, (long) to * out, key);
        }
    }

    @Override
    public void denseParts(MemorySegment x, MemorySegment kernel, MemorySegment parts, int from, int to, int rows, int in, int out,
            int inputs) {
        ScalarProducts.parts(x, kernel, parts, from, to, rows, in, out, inputs);
    }

    @Override
    public void denseParts(InputRows x, MemorySegment kernel, MemorySegment parts, int from, int to, int rows, int in, int out,
            int inputs) {
        MemorySegment values = ScalarMoves.floats(x, rows, in, from * inputs, Math.min(to * inputs, in));
        ScalarProducts.parts(values, kernel, parts, from, to, rows, in, out, inputs);
    }

    @Override
    public void sumParts(MemorySegment parts, @Nullable MemorySegment bias, MemorySegment y, int from, int to, int count, int out,
            @Nullable Formula activation) {
        ScalarProducts.sumParts(parts, bias, y, from, to, count, out);
        if (activation != null) {
            map(activation, y, y, (long) from * out, (long) to * out, 0);
        }
    }

    @Override
    public void denseInputGradient(MemorySegment dy, MemorySegment kernelTransposed, MemorySegment dx, int from, int to, int in, int out) {
        ScalarProducts.product(dy, kernelTransposed, null, dx, from, to, out, in);
    }

    @Override
    public void denseInputGradientParts(MemorySegment dy, MemorySegment kernel, MemorySegment dx, int from, int to, int rows, int in,
            int out,
            int inputs) {
        ScalarProducts.inputGradientParts(dy, kernel, dx, from, to, rows, in, out, inputs);
    }

    @Override
    public void denseKernelGradient(MemorySegment x, MemorySegment dy, MemorySegment dKernel, int from, int to, int rows, int in, int out) {
        ScalarProducts.kernelGradient(x, dy, dKernel, from, to, rows, in, out);
    }

    @Override
    public void denseKernelGradient(InputRows x, MemorySegment dy, MemorySegment dKernel, int from, int to, int rows, int in, int out) {
        ScalarProducts.kernelGradient(ScalarMoves.floats(x, rows, in, from, to), dy, dKernel, from, to, rows, in, out);
    }

    @Override
    public void sumRows(MemorySegment values, MemorySegment out, int from, int to, int rows, int columns) {
        ScalarProducts.sumRows(values, 0, out, 0, false, from, to, rows, columns);
    }

    @Override
    public void sumSomeRows(MemorySegment values, MemorySegment out, long at, boolean add, int from, int to, int columns) {
        ScalarProducts.sumRows(values, (long) from * columns, out, at, add, 0, columns, to - from, columns);
    }

    @Override
    public void transpose(MemorySegment source, MemorySegment target, int from, int to, int rows, int columns) {
        ScalarProducts.transpose(source, target, from, to, rows, columns);
    }

    @Override
    public void conv2d(MemorySegment x, MemorySegment kernel, @Nullable MemorySegment bias, MemorySegment y, int from, int to,
            Conv2DShape shape, @Nullable Formula activation, int key) {
        ScalarConvolution.forward(x, kernel, bias, y, from, to, shape);
        if (activation != null) {
            map(activation, y, y, (long) from * shape.outputSize(), (long) to * shape.outputSize(), key);
        }
    }

    @Override
    public void flipKernel(MemorySegment kernel, MemorySegment flipped, int from, int to, Conv2DShape shape) {
        ScalarConvolution.flipKernel(kernel, flipped, from, to, shape);
    }

    @Override
    public void conv2dInputGradient(MemorySegment dy, MemorySegment flipped, MemorySegment dx, int from, int to, Conv2DShape shape) {
        ScalarConvolution.inputGradient(dy, flipped, dx, from, to, shape);
    }

    @Override
    public int conv2dKernelGradientUnits(Conv2DShape shape) {
        return shape.kernelHeight() * shape.kernelWidth() * shape.channels();
    }

    @Override
    public void conv2dKernelGradient(MemorySegment x, MemorySegment dy, MemorySegment dKernel, long at, boolean add, int from, int to,
            int firstUnit, int endUnit, Conv2DShape shape) {
        ScalarConvolution.kernelGradient(x, dy, dKernel, at, add, from, to, firstUnit, endUnit, shape);
    }

    @Override
    public void maxPool(MemorySegment x, MemorySegment y, int from, int to, Pool2DShape shape) {
        ScalarPooling.max(x, y, from, to, shape);
    }

    @Override
    public void maxPoolGradient(MemorySegment x, MemorySegment y, MemorySegment dy, MemorySegment dx, int from, int to, Pool2DShape shape) {
        ScalarPooling.maxGradient(x, y, dy, dx, from, to, shape);
    }

    @Override
    public void averagePool(MemorySegment x, MemorySegment y, int from, int to, Pool2DShape shape) {
        ScalarPooling.average(x, y, from, to, shape);
    }

    @Override
    public void averagePoolGradient(MemorySegment dy, MemorySegment dx, int from, int to, Pool2DShape shape) {
        ScalarPooling.averageGradient(dy, dx, from, to, shape);
    }

    @Override
    public void batchMoments(MemorySegment x, MemorySegment mean, MemorySegment variance, int from, int to, int rows, int channels) {
        ScalarNormalization.moments(x, mean, variance, from, to, rows, channels);
    }

    @Override
    public void normalize(MemorySegment x, MemorySegment mean, MemorySegment variance, @Nullable MemorySegment gamma,
            @Nullable MemorySegment beta, MemorySegment y, int from, int to, int channels, float epsilon) {
        ScalarNormalization.normalize(x, mean, variance, gamma, beta, y, from, to, channels, epsilon);
    }

    @Override
    public void batchNormSums(MemorySegment x, MemorySegment dy, MemorySegment mean, MemorySegment variance, MemorySegment dGamma,
            MemorySegment dBeta, int from, int to, int rows, int channels, float epsilon) {
        ScalarNormalization.sums(x, dy, mean, variance, dGamma, dBeta, from, to, rows, channels, epsilon);
    }

    @Override
    public void batchNormInputGradient(MemorySegment x, MemorySegment dy, MemorySegment mean, MemorySegment variance,
            @Nullable MemorySegment gamma, MemorySegment dGamma, MemorySegment dBeta, MemorySegment dx, int from, int to, int rows, int channels,
            float epsilon) {
        ScalarNormalization.inputGradient(x, dy, mean, variance, gamma, dGamma, dBeta, dx, from, to, rows, channels, epsilon);
    }

    @Override
    public void updateMoving(MemorySegment moving, MemorySegment batch, double momentum, int from, int to) {
        ScalarNormalization.updateMoving(moving, batch, momentum, from, to);
    }

    @Override
    public void softmax(MemorySegment x, MemorySegment y, int from, int to, int n) {
        ScalarLosses.softmax(x, y, from, to, n);
    }

    @Override
    public void softmaxGradient(MemorySegment y, MemorySegment dy, MemorySegment dx, int from, int to, int n) {
        ScalarLosses.softmaxGradient(y, dy, dx, from, to, n);
    }

    @Override
    public void softmaxCrossentropySparse(MemorySegment z, MemorySegment labels, MemorySegment probabilities, MemorySegment losses,
            @Nullable MemorySegment dz, int from, int to, int n, float scale) {
        ScalarLosses.softmaxCrossentropySparse(z, labels, probabilities, losses, dz, from, to, n, scale);
    }

    @Override
    public void softmaxCrossentropy(MemorySegment z, MemorySegment targets, MemorySegment probabilities, MemorySegment losses,
            @Nullable MemorySegment dz, int from, int to, int n, float scale) {
        ScalarLosses.softmaxCrossentropy(z, targets, probabilities, losses, dz, from, to, n, scale);
    }

    @Override
    public void sigmoidBinaryCrossentropy(MemorySegment z, MemorySegment targets, MemorySegment probabilities, MemorySegment losses,
            @Nullable MemorySegment dz, int from, int to, int n, float scale) {
        ScalarLosses.sigmoidBinaryCrossentropy(z, targets, probabilities, losses, dz, from, to, n, scale);
    }

    @Override
    public void meanSquaredError(MemorySegment y, MemorySegment targets, MemorySegment losses, @Nullable MemorySegment dy, int from, int to,
            int n, float scale) {
        ScalarLosses.meanSquaredError(y, targets, losses, dy, from, to, n, scale);
    }

    @Override
    public void crossentropySparse(MemorySegment p, MemorySegment labels, MemorySegment losses, @Nullable MemorySegment dp, int from,
            int to, int n, float scale) {
        ProbabilityLosses.crossentropySparse(p, labels, losses, dp, from, to, n, scale);
    }

    @Override
    public void crossentropy(MemorySegment p, MemorySegment targets, MemorySegment losses, @Nullable MemorySegment dp, int from, int to,
            int n, float scale) {
        ProbabilityLosses.crossentropy(p, targets, losses, dp, from, to, n, scale);
    }

    @Override
    public void binaryCrossentropy(MemorySegment p, MemorySegment targets, MemorySegment losses, @Nullable MemorySegment dp, int from,
            int to, int n, float scale) {
        ProbabilityLosses.binaryCrossentropy(p, targets, losses, dp, from, to, n, scale);
    }

    @Override
    public void sgd(MemorySegment w, MemorySegment g, long from, long to, float rate, float decay) {
        ScalarOptimizers.sgd(w, g, from, to, rate, decay);
    }

    @Override
    public void momentum(MemorySegment w, MemorySegment g, MemorySegment v, long from, long to, float rate, float momentum,
            boolean nesterov, float decay) {
        ScalarOptimizers.momentum(w, g, v, from, to, rate, momentum, nesterov, decay);
    }

    @Override
    public void rmsProp(MemorySegment w, MemorySegment g, MemorySegment s, @Nullable MemorySegment a, @Nullable MemorySegment v, long from,
            long to, float rate, double rho, float momentum, float epsilon, float decay) {
        ScalarOptimizers.rmsProp(w, g, s, a, v, from, to, rate, rho, momentum, epsilon, decay);
    }

    @Override
    public void adam(MemorySegment w, MemorySegment g, MemorySegment m, MemorySegment v, @Nullable MemorySegment h, long from, long to,
            float rate, double beta1, double beta2, float epsilon, float decay) {
        ScalarOptimizers.adam(w, g, m, v, h, from, to, rate, beta1, beta2, epsilon, decay);
    }

    @Override
    public double sum(MemorySegment values, long from, long to) {
        return ScalarOptimizers.sum(values, from, to);
    }

    @Override
    public double sumSquares(MemorySegment values, long from, long to) {
        return ScalarOptimizers.sumSquares(values, from, to);
    }

    @Override
    public double sumMagnitudes(MemorySegment values, long from, long to) {
        return ScalarOptimizers.sumMagnitudes(values, from, to);
    }

    @Override
    public void scale(MemorySegment values, long from, long to, float factor) {
        ScalarOptimizers.scale(values, from, to, factor);
    }

    @Override
    public void clip(MemorySegment values, long from, long to, float limit) {
        ScalarOptimizers.clip(values, from, to, limit);
    }

    @Override
    public void addScaled(MemorySegment target, MemorySegment values, long from, long to, float factor) {
        ScalarOptimizers.addScaled(target, values, from, to, factor);
    }

    @Override
    public void addSign(MemorySegment target, MemorySegment values, long from, long to, float factor) {
        ScalarOptimizers.addSign(target, values, from, to, factor);
    }

    @Override
    public void gatherRows(MemorySegment source, int[] order, int first, MemorySegment out, int from, int to, int width) {
        ScalarMoves.gatherRows(source, order, first, out, from, to, width);
    }

    @Override
    public void gatherBytes(MemorySegment source, int[] order, int first, MemorySegment out, int from, int to, int width, float scale,
            float offset) {
        ScalarMoves.gatherBytes(source, order, first, out, from, to, width, scale, offset);
    }

    @Override
    public void fill(MemorySegment values, long from, long to, float value) {
        ScalarMoves.fill(values, from, to, value);
    }

    @Override
    public void copy(MemorySegment source, MemorySegment target, long from, long to) {
        ScalarMoves.copy(source, target, from, to);
    }

    @Override
    public void copyColumns(MemorySegment source, int sourceWidth, int sourceOffset, MemorySegment target, int targetWidth,
            int targetOffset, int width, int from, int to) {
        ScalarMoves.copyColumns(source, sourceWidth, sourceOffset, target, targetWidth, targetOffset, width, from, to);
    }

    @Override
    public void addColumns(MemorySegment source, int sourceWidth, int sourceOffset, MemorySegment target, int targetWidth, int targetOffset,
            int width, int from, int to) {
        ScalarMoves.addColumns(source, sourceWidth, sourceOffset, target, targetWidth, targetOffset, width, from, to);
    }
}
