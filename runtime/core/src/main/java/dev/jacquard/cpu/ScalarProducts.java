package dev.jacquard.cpu;

import static dev.jacquard.cpu.Floats.get;
import static dev.jacquard.cpu.Floats.set;

import java.lang.foreign.MemorySegment;

import org.jspecify.annotations.Nullable;

/** Matrix products as plain loops. The inner loop runs along rows of the right matrix and of the result, which lie contiguously. */
final class ScalarProducts {
    private ScalarProducts() {
    }

    /** y (rows, out) = x (rows, in) · kernel (in, out) + bias (out). */
    static void product(MemorySegment x, MemorySegment kernel, @Nullable MemorySegment bias, MemorySegment y, int from, int to, int in, int out) {
        for (int row = from; row < to; row++) {
            start(bias, y, (long) row * out, out);
            add(x, kernel, y, (long) row * out, row, 0, in, in, out);
        }
    }

    /** Adds the part of a row's product that inputs [first, end) make. */
    private static void add(MemorySegment x, MemorySegment kernel, MemorySegment y, long at, int row, int first, int end, int in, int out) {
        for (int k = first; k < end; k++) {
            addMultiple(y, at, kernel, (long) k * out, get(x, (long) row * in + k), out);
        }
    }

    /** Pieces [from, to) of x · kernel: (rows, pieces, out). */
    static void parts(MemorySegment x, MemorySegment kernel, MemorySegment parts, int from, int to, int rows, int in, int out, int inputs) {
        int count = Math.ceilDiv(in, inputs);
        for (int row = 0; row < rows; row++) {
            for (int piece = from; piece < to; piece++) {
                long at = ((long) row * count + piece) * out;
                start(null, parts, at, out);
                add(x, kernel, parts, at, row, piece * inputs, Math.min((piece + 1) * inputs, in), in, out);
            }
        }
    }

    /** y = bias + the sum of the parts, for rows [from, to). */
    static void sumParts(MemorySegment parts, @Nullable MemorySegment bias, MemorySegment y, int from, int to, int count, int out) {
        for (int row = from; row < to; row++) {
            start(bias, y, (long) row * out, out);
            for (int piece = 0; piece < count; piece++) {
                addMultiple(y, (long) row * out, parts, ((long) row * count + piece) * out, 1, out);
            }
        }
    }

    /** Pieces [from, to) of the columns of dy · kernelᵀ. */
    static void inputGradientParts(MemorySegment dy, MemorySegment kernel, MemorySegment dx, int from, int to, int rows, int in, int out,
            int inputs) {
        for (int row = 0; row < rows; row++) {
            for (int i = from * inputs; i < Math.min(to * inputs, in); i++) {
                float sum = 0;
                for (int j = 0; j < out; j++) {
                    sum += get(dy, (long) row * out + j) * get(kernel, (long) i * out + j);
                }
                set(dx, (long) row * in + i, sum);
            }
        }
    }

    /** dKernel (in, out) = xᵀ · dy with x (rows, in), dy (rows, out). */
    static void kernelGradient(MemorySegment x, MemorySegment dy, MemorySegment dKernel, int from, int to, int rows, int in, int out) {
        for (int k = from; k < to; k++) {
            long target = (long) k * out;
            start(null, dKernel, target, out);
            for (int row = 0; row < rows; row++) {
                addMultiple(dKernel, target, dy, (long) row * out, get(x, (long) row * in + k), out);
            }
        }
    }

    /** The bias, or zeros. */
    static void start(@Nullable MemorySegment bias, MemorySegment target, long at, int length) {
        for (int j = 0; j < length; j++) {
            set(target, at + j, bias == null ? 0 : get(bias, j));
        }
    }

    /** target += factor · source, for a row. */
    static void addMultiple(MemorySegment target, long targetAt, MemorySegment source, long sourceAt, float factor, int length) {
        for (int j = 0; j < length; j++) {
            set(target, targetAt + j, get(target, targetAt + j) + factor * get(source, sourceAt + j));
        }
    }

    /** Columns [from, to) of the sum of rows, which begin at {@code valuesAt}. */
    static void sumRows(MemorySegment values, long valuesAt, MemorySegment out, long outAt, boolean add, int from, int to, int rows,
            int columns) {
        for (int j = from; j < to; j++) {
            float sum = add ? get(out, outAt + j) : 0;
            for (int row = 0; row < rows; row++) {
                sum += get(values, valuesAt + (long) row * columns + j);
            }
            set(out, outAt + j, sum);
        }
    }

    static void transpose(MemorySegment source, MemorySegment target, int from, int to, int rows, int columns) {
        for (int j = from; j < to; j++) {
            for (int i = 0; i < rows; i++) {
                set(target, (long) j * rows + i, get(source, (long) i * columns + j));
            }
        }
    }
}
