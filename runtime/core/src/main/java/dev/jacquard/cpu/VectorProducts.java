package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.FLOATS;
import static dev.jacquard.cpu.Lanes.LENGTH;
import static dev.jacquard.cpu.Lanes.ORDER;
import static dev.jacquard.cpu.MatrixProduct.ZEROS;
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
        MatrixProduct.rows(x, 4L * from * in, 4L * in, kernel, 0, 4L * out, in, bias == null ? ZEROS : bias, 0, 0, y, 4L * from * out, 4L * out,
                to - from, out);
    }

    /** Pieces [from, to) of x · kernel: (rows, pieces, out). */
    static void parts(MemorySegment x, MemorySegment kernel, MemorySegment parts, int from, int to, int rows, int in, int out, int inputs) {
        long row = 4L * Math.ceilDiv(in, inputs) * out;
        for (int piece = from; piece < to; piece++) {
            long first = (long) piece * inputs;
            MatrixProduct.rows(x, 4 * first, 4L * in, kernel, 4 * first * out, 4L * out, (int) Math.min(inputs, in - first), ZEROS, 0, 0, parts,
                    4L * piece * out, row, rows, out);
        }
    }

    /** y = bias + the sum of the parts, for rows [from, to). */
    static void sumParts(MemorySegment parts, @Nullable MemorySegment bias, MemorySegment y, int from, int to, int count, int out) {
        for (int row = from; row < to; row++) {
            sumRows(parts, (long) row * count * out, y, (long) row * out, 0, out, count, out);
            if (bias != null) {
                addMultiple(y, 4L * row * out, bias, 0, 1, out);
            }
        }
    }

    /** dKernel (in, out) = xᵀ · dy with x (rows, in), dy (rows, out). */
    static void kernelGradient(MemorySegment x, MemorySegment dy, MemorySegment dKernel, int from, int to, int rows, int in, int out) {
        MatrixProduct.columns(x, 4L * from, 4L * in, dy, 0, 4L * out, rows, ZEROS, 0, 0, dKernel, 4L * from * out, 4L * out,
                to - from, out);
    }

    /** Columns [from, to) of the sum of rows, which begin at the float {@code valuesAt}: a block of rows after the other. */
    static void sumRows(MemorySegment values, long valuesAt, MemorySegment out, long outAt, int from, int to, int rows, int columns) {
        VectorMoves.fill(out, outAt + from, outAt + to, 0);
        long step = 4L * columns;
        for (int j = from; j < to; j += LENGTH) {
            for (int row = 0; row < rows; row += SUM_BLOCK) {
                int count = Math.min(SUM_BLOCK, rows - row);
                addFours(values, 4 * valuesAt + row * step + 4L * j, step, count / 4, out, 4 * (outAt + j), to - j);
                addSingles(values, 4 * valuesAt + (row + count / 4 * 4) * step + 4L * j, step, count % 4, out, 4 * (outAt + j), to - j);
            }
        }
    }

    /**
     * Adds vectors that lie {@code step} bytes apart to another, in four chains of additions so that they need not wait for each other. The mask is
     * made here: what goes from method to method may have to be put on the heap.
     */
    private static void addFours(MemorySegment values, long at, long step, int count, MemorySegment out, long outAt, int length) {
        VectorMask<Float> lanes = FLOATS.indexInRange(0, length);
        FloatVector s0 = FloatVector.zero(FLOATS);
        FloatVector s1 = FloatVector.zero(FLOATS);
        FloatVector s2 = FloatVector.zero(FLOATS);
        FloatVector s3 = FloatVector.zero(FLOATS);
        for (int i = 0; i < count; i++) {
            long p = at + 4L * i * step;
            s0 = s0.add(fromMemorySegment(FLOATS, values, p, ORDER, lanes));
            s1 = s1.add(fromMemorySegment(FLOATS, values, p + step, ORDER, lanes));
            s2 = s2.add(fromMemorySegment(FLOATS, values, p + 2 * step, ORDER, lanes));
            s3 = s3.add(fromMemorySegment(FLOATS, values, p + 3 * step, ORDER, lanes));
        }
        fromMemorySegment(FLOATS, out, outAt, ORDER, lanes).add(s0.add(s1).add(s2.add(s3))).intoMemorySegment(out, outAt, ORDER, lanes);
    }

    private static void addSingles(MemorySegment values, long at, long step, int count, MemorySegment out, long outAt, int length) {
        VectorMask<Float> lanes = FLOATS.indexInRange(0, length);
        FloatVector sum = fromMemorySegment(FLOATS, out, outAt, ORDER, lanes);
        for (int i = 0; i < count; i++) {
            sum = sum.add(fromMemorySegment(FLOATS, values, at + i * step, ORDER, lanes));
        }
        sum.intoMemorySegment(out, outAt, ORDER, lanes);
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
