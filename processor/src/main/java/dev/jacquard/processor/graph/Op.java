package dev.jacquard.processor.graph;

import java.util.List;

import dev.jacquard.model.Loss;

/**
 * What engines execute. Each record says what its inputs are, in order, and what it makes; B is the batch. An operation with several results
 * makes the first itself, the others are {@link Part}s of it.
 */
public sealed interface Op {
    /** A value from outside: (B, shape). */
    record Input(int index) implements Op {
    }

    /** A value from outside that its readers take from where it is, row by row: (B, width). */
    record InputRows(int index) implements Op {
    }

    /** What an output should have been: (B, target). */
    record Target(int output) implements Op {
    }

    /** A parameter. */
    record Parameter(ParameterSpec spec) implements Op {
    }

    /** Result {@code index} ≥ 1 of the operation it reads. */
    record Part(int index) implements Op {
    }

    /** activation(x · kernel + bias). Reads x (B, …, in), kernel (in, out), bias (out) if any; makes (B, …, out). */
    record Linear(int in, int out, boolean bias, Expr activation) implements Op {
    }

    /** dy · kernelᵀ. Reads dy (B, …, out) and the kernel, or {@link Transpose} of it where the engine wants that; makes (B, …, in). */
    record LinearInputGradient(int in, int out) implements Op {
    }

    /** xᵀ · dy summed over the batch. Reads x (B, …, in), dy (B, …, out); makes (in, out). */
    record LinearKernelGradient(int in, int out) implements Op {
    }

    /** Reads (rows, columns), makes (columns, rows). */
    record Transpose(int rows, int columns) implements Op {
    }

    /** The sum over everything but the last axis. Reads (B, …, columns), makes (columns). */
    record SumRows(int columns) implements Op {
    }

    /** activation(window · kernel + bias). Reads x, kernel (kh, kw, channels, filters), bias (filters) if any. */
    record Convolution(Window window, int filters, boolean bias, Expr activation) implements Op {
    }

    /** The gradient of a convolution's input. Reads dy and the kernel, or {@link FlipKernel} of it where the engine wants that. */
    record ConvolutionInputGradient(Window window, int filters) implements Op {
    }

    /** The gradient of a convolution's kernel. Reads x, dy; makes (kh, kw, channels, filters). */
    record ConvolutionKernelGradient(Window window, int filters) implements Op {
    }

    /** The kernel turned by half a turn, channels and filters exchanged: (kh, kw, channels, filters) to (kh, kw, filters, channels). */
    record FlipKernel(Window window, int filters) implements Op {
    }

    /**
     * A sum over the batch, of some samples only: {@code whole} for each group of samples. Reads what {@code whole} reads; makes (G, …) with G the
     * number of groups, which depends on the batch alone.
     */
    record OfGroups(Op whole) implements Op {
    }

    /** A product with a large kernel (in, out), shared out by pieces of so many inputs each. */
    sealed interface InPieces extends Op {
        /** All inputs. */
        int in();

        /** The inputs of a piece; the last may have fewer. */
        int inputs();

        /** The number of pieces. */
        default int pieces() {
            return Math.ceilDiv(in(), inputs());
        }
    }

    /** x · kernel as a sum for each piece. Reads x (B, in) and kernel (in, out); makes (B, pieces, out). */
    record LinearParts(int in, int out, int inputs) implements InPieces {
    }

    /** {@link LinearInputGradient}, piece by piece. Reads dy (B, out) and the kernel (in, out); makes (B, in). */
    record LinearInputGradientParts(int in, int out, int inputs) implements InPieces {
    }

    /** activation(bias + the sum of the parts). Reads (B, pieces, out) and bias (out) if any; makes (B, out). */
    record SumParts(int pieces, int out, boolean bias, Expr activation) implements Op {
    }

    /** The sum of what {@link OfGroups} made: reads (G, …), makes (…). */
    record SumGroups() implements Op {
    }

    /** A formula of its inputs, element by element; all have the shape of the result. */
    record Elementwise(Expr expression) implements Op {
    }

    /** The same numbers under another shape, in the same memory. */
    record View() implements Op {
    }

    /** The largest of each window. Reads x. */
    record MaxPool(Window window) implements Op {
    }

    /** Gives each window's gradient to the first place of its maximum. Reads x, y, dy. */
    record MaxPoolGradient(Window window) implements Op {
    }

    /** The same behind a ReLU, and through it: only a maximum above 0 is given its window's gradient. Reads the ReLU's result, dy. */
    record MaxPoolReluGradient(Window window) implements Op {
    }

    /** The mean of each window, padding not counted. Reads x. */
    record AveragePool(Window window) implements Op {
    }

    /** Spreads each window's gradient evenly. Reads dy. */
    record AveragePoolGradient(Window window) implements Op {
    }

    /** Mean of each channel over batch and space; part 1 is the biased variance. Reads x (B, …, channels); makes (channels). */
    record BatchMoments(int channels) implements Op {
    }

    /** γ·(x − mean)/√(variance + ε) + β. Reads x, mean, variance, gamma if scaled, beta if centred. */
    record Normalize(int channels, double epsilon, boolean scale, boolean center) implements Op {
    }

    /** Σ dy for each channel (β's gradient); part 1 is Σ dy·(x − mean)/√(variance + ε) (γ's). Reads x, mean, variance, dy. */
    record NormalizeSums(int channels, double epsilon) implements Op {
    }

    /** The gradient of a normalised input. Reads x, mean, variance, dy, both sums, gamma if scaled. */
    record NormalizeInputGradient(int channels, double epsilon, boolean scale) implements Op {
    }

    /** moving = momentum·moving + (1 − momentum)·batch, in place. Reads the moving average's parameter and the batch's moment. */
    record UpdateMoving(double momentum) implements Op {
    }

    /** e^xᵢ / Σ e^xⱼ over the last axis. */
    record Softmax(int width) implements Op {
    }

    /** y·(dy − Σ y·dy) over the last axis. Reads y, dy. */
    record SoftmaxGradient(int width) implements Op {
    }

    /**
     * The gradient of an output's loss, scaled by weight / rows, which also leaves each row's loss for the report. Reads the output y (or, fused
     * with its activation, what goes into that activation) and the target; makes the gradient of what it read. Fused, part 1 is y itself.
     */
    record LossGradient(Loss loss, Fusion fusion, int output, double weight, int width) implements Op {
    }

    /** Each row's loss alone. Reads what {@link LossGradient} reads, and if fused also y, which it writes again. */
    record LossValue(Loss loss, Fusion fusion, int output, int width) implements Op {
    }

    /**
     * Its inputs one after another: from each, runs of {@code widths[i]} numbers, {@code outer} runs a sample.
     */
    record Concatenate(int outer, List<Integer> widths) implements Op {
        /** Keeps its own copy. */
        public Concatenate {
            widths = List.copyOf(widths);
        }

        /** Numbers in a run of the result. */
        public int width() {
            return widths.stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** The inverse of {@link Concatenate} for one of its inputs: runs of {@code width} out of runs of {@code total}, from {@code offset}. */
    record Slice(int outer, int total, int offset, int width) implements Op {
    }

    /** Which activation a loss computes itself, because together they are simpler and more exact. */
    enum Fusion {
        /** None: the loss reads the output. */
        NONE,
        /** The loss reads what goes into a sigmoid. */
        SIGMOID,
        /** The loss reads what goes into a softmax. */
        SOFTMAX
    }
}
