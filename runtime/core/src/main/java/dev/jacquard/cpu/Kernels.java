package dev.jacquard.cpu;

import java.lang.foreign.MemorySegment;

import dev.jacquard.network.CounterRandom;
import dev.jacquard.network.UpdateRule;

import org.jspecify.annotations.Nullable;

/**
 * The numeric work of networks on the CPU. Tensors are 32-bit floats (labels: 32-bit integers) in native byte order, row-major, channels
 * last, in <em>native</em> segments; the fast implementation wants 64-byte alignment ({@link AlignedMemory}) but does not need it.
 *
 * <p>
 * A call does the units [from, to) of its work, by which callers split it over threads. Unless a method says otherwise, units are rows or
 * samples of the output. A result does not depend, not by one bit, on how the work was split. No call allocates memory after the first few. A
 * call does not check the sizes of its arguments beyond the bounds of the segments, and outputs must not overlap inputs unless the method
 * says they may.
 */
public interface Kernels {
    /** The fastest implementation this virtual machine can run, chosen once. */
    static Kernels best() {
        return KernelChoice.BEST;
    }

    /** What this implementation is, for people: {@code 512-bit vectors}. */
    String description();

    // ---- element-wise ----

    /**
     * out[i] = f() for i in [from, to).
     *
     * @param key of the dropout mask, if the formula has one, see {@link CounterRandom#key}
     */
    void map(Formula f, MemorySegment out, long from, long to, int key);

    /** out[i] = f(x0[i]) for i in [from, to). The output may be the input. */
    void map(Formula f, MemorySegment x0, MemorySegment out, long from, long to, int key);

    /** out[i] = f(x0[i], x1[i]) for i in [from, to). The output may be an input. */
    void map(Formula f, MemorySegment x0, MemorySegment x1, MemorySegment out, long from, long to, int key);

    /** out[i] = f(x0[i], x1[i], x2[i]) for i in [from, to). The output may be an input. */
    void map(Formula f, MemorySegment x0, MemorySegment x1, MemorySegment x2, MemorySegment out, long from, long to, int key);

    /** out[i] = f(x0[i], x1[i], x2[i], x3[i]) for i in [from, to). The output may be an input. */
    void map(Formula f, MemorySegment x0, MemorySegment x1, MemorySegment x2, MemorySegment x3, MemorySegment out, long from, long to, int key);

    // ---- matrix products ----

    /**
     * y = f(x·kernel + bias).
     *
     * @param x          (rows, in)
     * @param kernel     (in, out)
     * @param bias       (out), or null for none
     * @param y          (rows, out)
     * @param from       first row
     * @param to         one past the last row
     * @param activation a formula of x0, or null for none; its elements are those of y
     * @param key        of the formula's dropout mask
     */
    void dense(MemorySegment x, MemorySegment kernel, @Nullable MemorySegment bias, MemorySegment y, int from, int to, int in, int out,
            @Nullable Formula activation, int key);

    /**
     * x·kernel as sums over pieces of the inputs, to be added up by {@link #sumParts}. A thread that always does the same pieces finds their rows of
     * the kernel in its own cache.
     *
     * @param x      (rows, in)
     * @param kernel (in, out)
     * @param parts  (rows, pieces, out)
     * @param from   first piece
     * @param to     one past the last piece
     * @param inputs of a piece; the last one may have fewer
     */
    void denseParts(MemorySegment x, MemorySegment kernel, MemorySegment parts, int from, int to, int rows, int in, int out, int inputs);

    /** The same for an input, whose rows are read from the data set. */
    void denseParts(InputRows x, MemorySegment kernel, MemorySegment parts, int from, int to, int rows, int in, int out, int inputs);

    /**
     * y = f(bias + the sum of the parts), for some rows.
     *
     * @param parts      (rows, count, out), made by {@link #denseParts}
     * @param bias       (out), or null for none
     * @param y          (rows, out)
     * @param from       first row
     * @param to         one past the last row
     * @param activation a formula of one variable without dropout, or null for none
     */
    void sumParts(MemorySegment parts, @Nullable MemorySegment bias, MemorySegment y, int from, int to, int count, int out,
            @Nullable Formula activation);

    /**
     * dx = dy·kernelᵀ.
     *
     * @param dy               (rows, out)
     * @param kernelTransposed (out, in), made by {@link #transpose}
     * @param dx               (rows, in)
     * @param from             first row
     * @param to               one past the last row
     */
    void denseInputGradient(MemorySegment dy, MemorySegment kernelTransposed, MemorySegment dx, int from, int to, int in, int out);

    /**
     * dx = dy·kernelᵀ, for pieces of the inputs.
     *
     * @param dy     (rows, out)
     * @param kernel (in, out)
     * @param dx     (rows, in)
     * @param from   first piece
     * @param to     one past the last piece
     * @param inputs inputs of a piece; the last may have fewer
     */
    void denseInputGradientParts(MemorySegment dy, MemorySegment kernel, MemorySegment dx, int from, int to, int rows, int in, int out,
            int inputs);

    /**
     * dKernel = xᵀ·dy.
     *
     * @param x       (rows, in)
     * @param dy      (rows, out)
     * @param dKernel (in, out)
     * @param from    first row of dKernel
     * @param to      one past the last row of dKernel
     */
    void denseKernelGradient(MemorySegment x, MemorySegment dy, MemorySegment dKernel, int from, int to, int rows, int in, int out);

    /** The same for an input, whose rows are read from the data set. */
    void denseKernelGradient(InputRows x, MemorySegment dy, MemorySegment dKernel, int from, int to, int rows, int in, int out);

    /**
     * out[j] = Σᵢ values[i, j].
     *
     * @param values (rows, columns)
     * @param out    (columns)
     * @param from   first column
     * @param to     one past the last column
     */
    void sumRows(MemorySegment values, MemorySegment out, int from, int to, int rows, int columns);

    /**
     * out[at + j] = Σᵢ values[i, j] over some rows.
     *
     * @param values (rows, columns)
     * @param add    to what is there already
     * @param from   first row
     * @param to     one past the last row
     */
    void sumSomeRows(MemorySegment values, MemorySegment out, long at, boolean add, int from, int to, int columns);

    /**
     * target[j, i] = source[i, j].
     *
     * @param source (rows, columns)
     * @param target (columns, rows)
     * @param from   first row of the target
     * @param to     one past the last row of the target
     */
    void transpose(MemorySegment source, MemorySegment target, int from, int to, int rows, int columns);

    // ---- convolution ----

    /**
     * y = f(x ∗ kernel + bias), the cross-correlation that deep learning calls convolution.
     *
     * @param x          (batch, height, width, channels)
     * @param kernel     (kernelHeight, kernelWidth, channels, filters)
     * @param bias       (filters), or null for none
     * @param y          (batch, outputHeight, outputWidth, filters)
     * @param from       first sample
     * @param to         one past the last sample
     * @param activation a formula of x0, or null for none; its elements are those of y
     * @param key        of the formula's dropout mask
     */
    void conv2d(MemorySegment x, MemorySegment kernel, @Nullable MemorySegment bias, MemorySegment y, int from, int to, Conv2DShape shape,
            @Nullable Formula activation, int key);

    /**
     * flipped[a, b, f, c] = kernel[kernelHeight − 1 − a, kernelWidth − 1 − b, c, f]: what {@link #conv2dInputGradient} needs.
     *
     * @param kernel  (kernelHeight, kernelWidth, channels, filters)
     * @param flipped (kernelHeight, kernelWidth, filters, channels)
     * @param from    first row of {@link Conv2DShape#flippedRows()}
     * @param to      one past the last row
     */
    void flipKernel(MemorySegment kernel, MemorySegment flipped, int from, int to, Conv2DShape shape);

    /**
     * The gradient with respect to the input of a convolution.
     *
     * @param dy      (batch, outputHeight, outputWidth, filters)
     * @param flipped (kernelHeight, kernelWidth, filters, channels), made by {@link #flipKernel}
     * @param dx      (batch, height, width, channels)
     * @param from    first sample
     * @param to      one past the last sample
     */
    void conv2dInputGradient(MemorySegment dy, MemorySegment flipped, MemorySegment dx, int from, int to, Conv2DShape shape);

    /** The number of units into which {@link #conv2dKernelGradient} can be split for this shape. */
    int conv2dKernelGradientUnits(Conv2DShape shape);

    /**
     * The gradient with respect to the kernel of a convolution, summed over some samples in ascending order.
     *
     * @param x        (batch, height, width, channels)
     * @param dy       (batch, outputHeight, outputWidth, filters)
     * @param dKernel  from the float {@code at} on (kernelHeight, kernelWidth, channels, filters)
     * @param add      to what is there already
     * @param from     first sample
     * @param to       one past the last sample, more than {@code from}
     * @param firstUnit first of {@link #conv2dKernelGradientUnits}
     * @param endUnit  one past the last unit
     */
    void conv2dKernelGradient(MemorySegment x, MemorySegment dy, MemorySegment dKernel, long at, boolean add, int from, int to, int firstUnit,
            int endUnit, Conv2DShape shape);

    // ---- pooling ----

    /**
     * The maximum of every window.
     *
     * @param x    (batch, height, width, channels)
     * @param y    (batch, outputHeight, outputWidth, channels)
     * @param from first sample
     * @param to   one past the last sample
     */
    void maxPool(MemorySegment x, MemorySegment y, int from, int to, Pool2DShape shape);

    /**
     * Sends each gradient to the first element of its window, row by row, that is the maximum.
     *
     * @param x    (batch, height, width, channels), the pooling's input
     * @param y    (batch, outputHeight, outputWidth, channels), the pooling's output
     * @param dy   shaped as y
     * @param dx   shaped as x; may be x where windows lie side by side and wholly in the input
     * @param from first sample
     * @param to   one past the last sample
     */
    void maxPoolGradient(MemorySegment x, MemorySegment y, MemorySegment dy, MemorySegment dx, int from, int to, Pool2DShape shape);

    /**
     * The mean of every window; padding does not count.
     *
     * @param x    (batch, height, width, channels)
     * @param y    (batch, outputHeight, outputWidth, channels)
     * @param from first sample
     * @param to   one past the last sample
     */
    void averagePool(MemorySegment x, MemorySegment y, int from, int to, Pool2DShape shape);

    /**
     * Shares each gradient equally among the elements of its window.
     *
     * @param dy   (batch, outputHeight, outputWidth, channels)
     * @param dx   (batch, height, width, channels)
     * @param from first sample
     * @param to   one past the last sample
     */
    void averagePoolGradient(MemorySegment dy, MemorySegment dx, int from, int to, Pool2DShape shape);

    // ---- batch normalisation (Ioffe, Szegedy: Batch Normalization, 2015) ----

    /**
     * Mean and biased variance of every channel, in two passes.
     *
     * @param x        (rows, channels)
     * @param mean     (channels)
     * @param variance (channels)
     * @param from     first channel
     * @param to       one past the last channel
     */
    void batchMoments(MemorySegment x, MemorySegment mean, MemorySegment variance, int from, int to, int rows, int channels);

    /**
     * y = gamma·(x − mean) / √(variance + epsilon) + beta. The output may be the input.
     *
     * @param x        (rows, channels)
     * @param mean     (channels)
     * @param variance (channels)
     * @param gamma    (channels), or null for 1
     * @param beta     (channels), or null for 0
     * @param y        (rows, channels)
     */
    void normalize(MemorySegment x, MemorySegment mean, MemorySegment variance, @Nullable MemorySegment gamma, @Nullable MemorySegment beta,
            MemorySegment y, int from, int to, int channels, float epsilon);

    /**
     * The gradients of gamma and beta: dGamma = Σ dy·(x − mean) / √(variance + epsilon), dBeta = Σ dy. {@link #batchNormInputGradient} needs
     * both, even where the layer has neither.
     *
     * @param x        (rows, channels)
     * @param dy       (rows, channels)
     * @param mean     (channels), of the batch
     * @param variance (channels), of the batch
     * @param dGamma   (channels)
     * @param dBeta    (channels)
     * @param from     first channel
     * @param to       one past the last channel
     */
    void batchNormSums(MemorySegment x, MemorySegment dy, MemorySegment mean, MemorySegment variance, MemorySegment dGamma, MemorySegment dBeta,
            int from, int to, int rows, int channels, float epsilon);

    /**
     * dx = gamma / √(variance + epsilon) · (dy − dBeta / rows − (x − mean) / √(variance + epsilon) · dGamma / rows). The output may be dy.
     *
     * @param x        (rows, channels)
     * @param dy       (rows, channels)
     * @param mean     (channels), of the batch
     * @param variance (channels), of the batch
     * @param gamma    (channels), or null for 1
     * @param dGamma   (channels), by {@link #batchNormSums}
     * @param dBeta    (channels), by {@link #batchNormSums}
     * @param dx       (rows, channels)
     * @param rows     all rows, over which the sums were taken
     */
    void batchNormInputGradient(MemorySegment x, MemorySegment dy, MemorySegment mean, MemorySegment variance, @Nullable MemorySegment gamma,
            MemorySegment dGamma, MemorySegment dBeta, MemorySegment dx, int from, int to, int rows, int channels, float epsilon);

    /** moving = momentum·moving + (1 − momentum)·batch, for the elements [from, to). */
    void updateMoving(MemorySegment moving, MemorySegment batch, double momentum, int from, int to);

    // ---- softmax and losses ----

    /** y[r, j] = e^x[r, j] / Σₖ e^x[r, k], for (rows, n). The output may be the input. */
    void softmax(MemorySegment x, MemorySegment y, int from, int to, int n);

    /** dx[r, j] = y[r, j]·(dy[r, j] − Σₖ dy[r, k]·y[r, k]), for (rows, n). The output may be dy. */
    void softmaxGradient(MemorySegment y, MemorySegment dy, MemorySegment dx, int from, int to, int n);

    /**
     * Softmax and cross-entropy with a class number: loss = −ln softmax(z)[label], dz = scale·(softmax(z) − onehot(label)).
     *
     * @param z             (rows, n), logits
     * @param labels        (rows), integers in [0, n)
     * @param probabilities (rows, n), receives softmax(z); may be z
     * @param losses        (rows)
     * @param dz            (rows, n), may be z; null to skip it
     * @param scale         of the gradient: 1 / batch where the loss is the mean
     */
    void softmaxCrossentropySparse(MemorySegment z, MemorySegment labels, MemorySegment probabilities, MemorySegment losses,
            @Nullable MemorySegment dz, int from, int to, int n, float scale);

    /**
     * Softmax and cross-entropy with target probabilities t: loss = −Σ t·ln softmax(z), dz = scale·(softmax(z)·Σt − t).
     *
     * @param z             (rows, n), logits
     * @param targets       (rows, n)
     * @param probabilities (rows, n), receives softmax(z); may be z
     * @param losses        (rows)
     * @param dz            (rows, n), may be z; null to skip it
     * @param scale         of the gradient
     */
    void softmaxCrossentropy(MemorySegment z, MemorySegment targets, MemorySegment probabilities, MemorySegment losses, @Nullable MemorySegment dz,
            int from, int to, int n, float scale);

    /**
     * Sigmoid and binary cross-entropy: loss = mean over n of max(z, 0) − z·t + ln(1 + e^−|z|), dz = scale·(sigmoid(z) − t) / n.
     *
     * @param z             (rows, n), logits
     * @param targets       (rows, n), in [0, 1]
     * @param probabilities (rows, n), receives sigmoid(z); may be z
     * @param losses        (rows)
     * @param dz            (rows, n), may be z; null to skip it
     * @param scale         of the gradient
     */
    void sigmoidBinaryCrossentropy(MemorySegment z, MemorySegment targets, MemorySegment probabilities, MemorySegment losses,
            @Nullable MemorySegment dz, int from, int to, int n, float scale);

    /**
     * loss = mean over n of (y − t)², dy = scale·2·(y − t) / n.
     *
     * @param y       (rows, n)
     * @param targets (rows, n)
     * @param losses  (rows)
     * @param dy      (rows, n), may be y; null to skip it
     * @param scale   of the gradient
     */
    void meanSquaredError(MemorySegment y, MemorySegment targets, MemorySegment losses, @Nullable MemorySegment dy, int from, int to, int n,
            float scale);

    /**
     * Cross-entropy of probabilities with a class number, as Keras has it: c = clip(p, ε, 1−ε), loss = −ln(c[label] / Σc); where p was
     * clipped the gradient is 0. ε = 1e-7.
     *
     * @param p      (rows, n), probabilities
     * @param labels (rows), integers in [0, n)
     * @param losses (rows)
     * @param dp     (rows, n); null to skip it
     * @param scale  of the gradient
     */
    void crossentropySparse(MemorySegment p, MemorySegment labels, MemorySegment losses, @Nullable MemorySegment dp, int from, int to, int n,
            float scale);

    /**
     * Cross-entropy of probabilities with target probabilities t, as Keras has it: q = clip(p / Σp, ε, 1−ε), loss = −Σ t·ln q. ε = 1e-7.
     *
     * @param p       (rows, n), probabilities
     * @param targets (rows, n)
     * @param losses  (rows)
     * @param dp      (rows, n); null to skip it
     * @param scale   of the gradient
     */
    void crossentropy(MemorySegment p, MemorySegment targets, MemorySegment losses, @Nullable MemorySegment dp, int from, int to, int n,
            float scale);

    /**
     * Binary cross-entropy of probabilities, as Keras has it: q = clip(p, ε, 1−ε), loss = mean over n of −t·ln q − (1−t)·ln(1−q). ε = 1e-7.
     *
     * @param p       (rows, n), probabilities
     * @param targets (rows, n), in [0, 1]
     * @param losses  (rows)
     * @param dp      (rows, n); null to skip it
     * @param scale   of the gradient
     */
    void binaryCrossentropy(MemorySegment p, MemorySegment targets, MemorySegment losses, @Nullable MemorySegment dp, int from, int to, int n,
            float scale);

    // ---- optimizers: elements [from, to) of the parameters w, their gradients g and their state ----

    /**
     * w −= decay·w, then w −= rate·g.
     *
     * @param decay learning rate times weight decay; 0 for none
     */
    void sgd(MemorySegment w, MemorySegment g, long from, long to, float rate, float decay);

    /**
     * w −= decay·w, then v = momentum·v − rate·g and w += v, or with Nesterov's look-ahead w += momentum·v − rate·g.
     *
     * @param v     the velocity
     * @param decay learning rate times weight decay; 0 for none
     */
    void momentum(MemorySegment w, MemorySegment g, MemorySegment v, long from, long to, float rate, float momentum, boolean nesterov,
            float decay);

    /**
     * w −= decay·w, then s = rho·s + (1−rho)·g², step = rate·g / √(s + epsilon), w −= step; centered: a = rho·a + (1−rho)·g and s − a² in
     * place of s; with momentum: v = momentum·v + step, w −= v.
     *
     * @param s        the mean square
     * @param a        the mean gradient, or null where not centered
     * @param v        the velocity, or null without momentum
     * @param decay    learning rate times weight decay; 0 for none
     * @param momentum used where v is given
     */
    void rmsProp(MemorySegment w, MemorySegment g, MemorySegment s, @Nullable MemorySegment a, @Nullable MemorySegment v, long from, long to,
            float rate, double rho, float momentum, float epsilon, float decay);

    /**
     * w −= decay·w, then m = β₁·m + (1−β₁)·g, v = β₂·v + (1−β₂)·g², w −= rate·m / (√v + epsilon); AMSGrad: h = max(h, v) in place of v.
     *
     * @param m     the mean gradient
     * @param v     the mean square
     * @param h     the largest mean square, or null for plain Adam
     * @param rate  learning rate·√(1−β₂ᵗ)/(1−β₁ᵗ), see {@link #adamRate}
     * @param decay learning rate times weight decay; 0 for none
     */
    void adam(MemorySegment w, MemorySegment g, MemorySegment m, MemorySegment v, @Nullable MemorySegment h, long from, long to, float rate,
            double beta1, double beta2, float epsilon, float decay);

    /**
     * The step size of {@link #adam}.
     *
     * @param step t, from 1
     */
    static float adamRate(double learningRate, double beta1, double beta2, long step) {
        return UpdateRule.Adam.corrected(learningRate, beta1, beta2, step);
    }

    // ---- gradients: elements [from, to) ----

    /** The sum of the elements. Split only into parts that do not depend on the number of threads. */
    double sum(MemorySegment values, long from, long to);

    /** The sum of the squares. Split only into parts that do not depend on the number of threads. */
    double sumSquares(MemorySegment values, long from, long to);

    /** The sum of the magnitudes. Split only into parts that do not depend on the number of threads. */
    double sumMagnitudes(MemorySegment values, long from, long to);

    /** values *= factor. */
    void scale(MemorySegment values, long from, long to, float factor);

    /** values = min(max(values, −limit), limit). */
    void clip(MemorySegment values, long from, long to, float limit);

    /** target += factor·values: the gradient of an L2 penalty λ·Σw² with factor = 2λ. */
    void addScaled(MemorySegment target, MemorySegment values, long from, long to, float factor);

    /** target += factor·sign(values): the gradient of an L1 penalty λ·Σ|w| with factor = λ. */
    void addSign(MemorySegment target, MemorySegment values, long from, long to, float factor);

    // ---- moving data ----

    /**
     * out[r] = source[order[r]] for r in [from, to).
     *
     * @param source (any, width) floats or integers
     * @param order  row numbers
     * @param first  where in order the row of out[0] stands
     * @param out    (rows, width)
     */
    void gatherRows(MemorySegment source, int[] order, int first, MemorySegment out, int from, int to, int width);

    /**
     * out[r] = scale·source[order[r]] + offset for r in [from, to), from unsigned bytes.
     *
     * @param source (any, width) bytes
     * @param order  row numbers
     * @param first  where in order the row of out[0] stands
     * @param out    (rows, width) floats
     */
    void gatherBytes(MemorySegment source, int[] order, int first, MemorySegment out, int from, int to, int width, float scale, float offset);

    /** values[i] = value for i in [from, to). */
    void fill(MemorySegment values, long from, long to, float value);

    /** target[i] = source[i] for i in [from, to). */
    void copy(MemorySegment source, MemorySegment target, long from, long to);

    /**
     * target[r, targetOffset + j] = source[r, sourceOffset + j] for j in [0, width): a concatenation is one call an input, a slice is one
     * call.
     *
     * @param source (rows, sourceWidth)
     * @param target (rows, targetWidth)
     */
    void copyColumns(MemorySegment source, int sourceWidth, int sourceOffset, MemorySegment target, int targetWidth, int targetOffset, int width,
            int from, int to);

    /**
     * target[r, targetOffset + j] += source[r, sourceOffset + j] for j in [0, width).
     *
     * @param source (rows, sourceWidth)
     * @param target (rows, targetWidth)
     */
    void addColumns(MemorySegment source, int sourceWidth, int sourceOffset, MemorySegment target, int targetWidth, int targetOffset, int width,
            int from, int to);
}
