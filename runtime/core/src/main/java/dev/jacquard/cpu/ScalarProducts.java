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
            long target = (long) row * out;
            start(bias, y, target, out);
            for (int k = 0; k < in; k++) {
                addMultiple(y, target, kernel, (long) k * out, get(x, (long) row * in + k), out);
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

    static void sumRows(MemorySegment values, MemorySegment out, int from, int to, int rows, int columns) {
        for (int j = from; j < to; j++) {
            float sum = 0;
            for (int row = 0; row < rows; row++) {
                sum += get(values, (long) row * columns + j);
            }
            set(out, j, sum);
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
