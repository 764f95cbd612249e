package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.FLOATS;
import static dev.jacquard.cpu.Lanes.LENGTH;
import static dev.jacquard.cpu.Lanes.ONE;
import static dev.jacquard.cpu.Lanes.ORDER;
import static dev.jacquard.cpu.Lanes.SIZE;
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
        MatrixProduct.rows(x, 4L * from * in, 4L * in, kernel, 0, 4L * out, in, bias, y, 4L * from * out, 4L * out, to - from, out);
    }

    /** Pieces [from, to) of x · kernel: (rows, pieces, out). */
    static void parts(MemorySegment x, MemorySegment kernel, MemorySegment parts, int from, int to, int rows, int in, int out, int inputs) {
        long row = 4L * Math.ceilDiv(in, inputs) * out;
        for (int piece = from; piece < to; piece++) {
            long first = (long) piece * inputs;
            MatrixProduct.rows(x, 4 * first, 4L * in, kernel, 4 * first * out, 4L * out, (int) Math.min(inputs, in - first), null, parts,
                    4L * piece * out, row, rows, out);
        }
    }

    static void parts(InputRows x, MemorySegment kernel, MemorySegment parts, int from, int to, int rows, int in, int out, int inputs) {
        long row = 4L * Math.ceilDiv(in, inputs) * out;
        for (int piece = from; piece < to; piece++) {
            int first = piece * inputs;
            MatrixProduct.rows(x, first, kernel, 4L * first * out, 4L * out, Math.min(inputs, in - first), parts, 4L * piece * out, row, rows, out);
        }
    }

    /** y = bias + the sum of the parts, for rows [from, to). */
    static void sumParts(MemorySegment parts, @Nullable MemorySegment bias, MemorySegment y, int from, int to, int count, int out) {
        for (int row = from; row < to; row++) {
            sumRows(parts, (long) row * count * out, y, (long) row * out, false, 0, out, count, out);
            if (bias != null) {
                addMultiple(y, 4L * row * out, bias, 0, 1, out);
            }
        }
    }

    /** Pieces [from, to) of the columns of dy · kernelᵀ; a piece of the kernel is transposed into memory of the thread that has it in its cache. */
    static void inputGradientParts(MemorySegment dy, MemorySegment kernel, MemorySegment dx, int from, int to, int rows, int in, int out,
            int inputs) {
        for (int piece = from; piece < to; piece++) {
            long first = (long) piece * inputs;
            int count = (int) Math.min(inputs, in - first);
            MemorySegment transposed = Scratch.floats(Scratch.Slot.TRANSPOSED, (long) out * count);
            Transposition.transpose(kernel, 4 * first * out, transposed, 0, out, count, out);
            MatrixProduct.rows(dy, 0, 4L * out, transposed, 0, 4L * count, out, null, dx, 4 * first, 4L * in, rows, count);
        }
    }

    /** dKernel (in, out) = xᵀ · dy with x (rows, in), dy (rows, out). */
    static void kernelGradient(MemorySegment x, MemorySegment dy, MemorySegment dKernel, int from, int to, int rows, int in, int out) {
        MatrixProduct.columns(x, 4L * from, 4L * in, dy, 0, 4L * out, rows, dKernel, 4L * from * out, 4L * out, to - from, out);
    }

    static void kernelGradient(InputRows x, MemorySegment dy, MemorySegment dKernel, int from, int to, int rows, int out) {
        MatrixProduct.columns(x, from, dy, 0, 4L * out, rows, dKernel, 4L * from * out, 4L * out, to - from, out);
    }

    /** Columns [from, to) of the sum of rows, which begin at the float {@code valuesAt}: a block of rows after the other. */
    static void sumRows(MemorySegment values, long valuesAt, MemorySegment out, long outAt, boolean add, int from, int to, int rows,
            int columns) {
        if (!add) {
            VectorMoves.fill(out, outAt + from, outAt + to, 0);
        }
        long step = 4L * columns;
        int j = from;
        for (; j <= to - LENGTH; j += LENGTH) {
            for (int row = 0; row < rows; row += SUM_BLOCK) {
                int count = Math.min(SUM_BLOCK, rows - row);
                addRows(values, 4 * valuesAt + row * step + 4L * j, step, count, out, 4 * (outAt + j));
            }
        }
        for (int row = 0; j < to && row < rows; row += SUM_BLOCK) {
            addParts(values, 4 * valuesAt + row * step + 4L * j, step, Math.min(SUM_BLOCK, rows - row), out, 4 * (outAt + j), to - j);
        }
    }

    /**
     * Adds vectors that lie {@code step} bytes apart to another, in four chains of additions so that they need not wait for each other. A sum is never
     * what a method is called on: of a variable that a loop changes the compiler may not know the class, and then vectors become objects.
     */
    private static void addRows(MemorySegment values, long at, long step, int count, MemorySegment out, long outAt) {
        FloatVector s0 = fromMemorySegment(FLOATS, out, outAt, ORDER);
        FloatVector s1 = FloatVector.zero(FLOATS);
        FloatVector s2 = FloatVector.zero(FLOATS);
        FloatVector s3 = FloatVector.zero(FLOATS);
        int i = 0;
        for (; i <= count - 4; i += 4) {
            long p = at + i * step;
            s0 = fromMemorySegment(FLOATS, values, p, ORDER).add(s0);
            s1 = fromMemorySegment(FLOATS, values, p + step, ORDER).add(s1);
            s2 = fromMemorySegment(FLOATS, values, p + 2 * step, ORDER).add(s2);
            s3 = fromMemorySegment(FLOATS, values, p + 3 * step, ORDER).add(s3);
        }
        for (; i < count; i++) {
            s0 = fromMemorySegment(FLOATS, values, at + i * step, ORDER).add(s0);
        }
        ONE.fma(ONE.fma(s0, s1), ONE.fma(s2, s3)).intoMemorySegment(out, outAt, ORDER);
    }

    /** The same, to the bit, for less than a vector: chain by chain. */
    private static void addParts(MemorySegment values, long at, long step, int count, MemorySegment out, long outAt, int length) {
        MemorySegment chains = Scratch.floats(Scratch.Slot.BLOCK, 3L * LENGTH);
        VectorMoves.fill(chains, 0, 3L * LENGTH, 0);
        int quarter = count / 4;
        addChain(values, at, 4 * step, quarter, out, outAt, length);
        addChain(values, at + 4L * quarter * step, step, count % 4, out, outAt, length);
        for (int chain = 1; chain < 4; chain++) {
            addChain(values, at + chain * step, 4 * step, quarter, chains, (chain - 1) * SIZE, length);
        }
        addChain(chains, 0, SIZE, 1, out, outAt, length);
        addChain(chains, 2 * SIZE, SIZE, 1, chains, SIZE, length);
        addChain(chains, SIZE, SIZE, 1, out, outAt, length);
    }

    /** One after the other. The mask is made here: what goes from method to method may have to be put on the heap. */
    private static void addChain(MemorySegment values, long at, long step, int count, MemorySegment out, long outAt, int length) {
        VectorMask<Float> lanes = FLOATS.indexInRange(0, length);
        FloatVector sum = fromMemorySegment(FLOATS, out, outAt, ORDER, lanes);
        for (int i = 0; i < count; i++) {
            sum = fromMemorySegment(FLOATS, values, at + i * step, ORDER, lanes).add(sum);
        }
        sum.intoMemorySegment(out, outAt, ORDER, lanes);
    }

    /** See {@link Transposition}. */
    static void transpose(MemorySegment source, MemorySegment target, int from, int to, int rows, int columns) {
        Transposition.transpose(source, 0, target, from, to, rows, columns);
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
