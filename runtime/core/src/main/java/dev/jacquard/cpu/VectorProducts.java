package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.FLOATS;
import static dev.jacquard.cpu.Lanes.LENGTH;
import static dev.jacquard.cpu.Lanes.ORDER;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.jspecify.annotations.Nullable;

/** The products of dense layers, and sums and transposes beside them. */
final class VectorProducts {
    /** Rows added up in float before the sum goes into the sum of sums: keeps rounding errors of long columns small. */
    private static final int SUM_BLOCK = 128;

    private VectorProducts() {
    }

    /** y (rows, out) = x (rows, in) · kernel (in, out) + bias (out). */
    static void product(MemorySegment x, MemorySegment kernel, @Nullable MemorySegment bias, MemorySegment y, int from, int to, int in, int out) {
        MatrixProduct.rows(x, 4L * from * in, 4L * in, kernel, 0, 4L * out, in, bias, false, y, 4L * from * out, 4L * out, to - from, out);
    }

    /** dKernel (in, out) = xᵀ · dy with x (rows, in), dy (rows, out). */
    static void kernelGradient(MemorySegment x, MemorySegment dy, MemorySegment dKernel, int from, int to, int rows, int in, int out) {
        MatrixProduct.columns(x, 4L * from, 4L * in, dy, 0, 4L * out, rows, null, false, dKernel, 4L * from * out, 4L * out,
                to - from, out);
    }

    static void sumRows(MemorySegment values, MemorySegment out, int from, int to, int rows, int columns) {
        for (int j = from; j < to; j += LENGTH) {
            VectorMask<Float> lanes = FLOATS.indexInRange(j, to);
            FloatVector total = FloatVector.zero(FLOATS);
            for (int row = 0; row < rows; row += SUM_BLOCK) {
                total = total.add(sum(values, 4L * row * columns + 4L * j, 4L * columns, Math.min(SUM_BLOCK, rows - row), lanes));
            }
            total.intoMemorySegment(out, 4L * j, ORDER, lanes);
        }
    }

    /** The sum of vectors that lie {@code step} bytes apart. Four chains of additions, so that they need not wait for each other. */
    private static FloatVector sum(MemorySegment values, long at, long step, int count, VectorMask<Float> lanes) {
        FloatVector s0 = FloatVector.zero(FLOATS);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int i = 0;
        for (; i <= count - 4; i += 4) {
            long p = at + i * step;
            s0 = s0.add(fromMemorySegment(FLOATS, values, p, ORDER, lanes));
            s1 = s1.add(fromMemorySegment(FLOATS, values, p + step, ORDER, lanes));
            s2 = s2.add(fromMemorySegment(FLOATS, values, p + 2 * step, ORDER, lanes));
            s3 = s3.add(fromMemorySegment(FLOATS, values, p + 3 * step, ORDER, lanes));
        }
        for (; i < count; i++) {
            s0 = s0.add(fromMemorySegment(FLOATS, values, at + i * step, ORDER, lanes));
        }
        return s0.add(s1).add(s2.add(s3));
    }

    /** See {@link Transposition}. */
    static void transpose(MemorySegment source, MemorySegment target, int from, int to, int rows, int columns) {
        Transposition.transpose(source, target, from, to, rows, columns);
    }

    /** target += factor·source, for a row; places in bytes. */
    static void addMultiple(MemorySegment target, long targetAt, MemorySegment source, long sourceAt, float factor, int length) {
        int j = 0;
        for (; j <= length - LENGTH; j += LENGTH) {
            FloatVector sum = fromMemorySegment(FLOATS, source, sourceAt + 4L * j, ORDER).mul(factor)
                    .add(fromMemorySegment(FLOATS, target, targetAt + 4L * j, ORDER));
            sum.intoMemorySegment(target, targetAt + 4L * j, ORDER);
        }
        if (j < length) {
            VectorMask<Float> rest = FLOATS.indexInRange(j, length);
            FloatVector sum = fromMemorySegment(FLOATS, source, sourceAt + 4L * j, ORDER, rest).mul(factor)
                    .add(fromMemorySegment(FLOATS, target, targetAt + 4L * j, ORDER, rest));
            sum.intoMemorySegment(target, targetAt + 4L * j, ORDER, rest);
        }
    }
}
