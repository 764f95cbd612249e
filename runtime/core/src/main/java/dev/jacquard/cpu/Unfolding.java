package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.FLOATS;
import static dev.jacquard.cpu.Lanes.LENGTH;
import static dev.jacquard.cpu.Lanes.ORDER;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The windows of a convolution as rows of a matrix (pixels, kernelHeight·kernelWidth·channels), which turns every convolution, whatever its
 * strides, dilation and padding, into a product of matrices. A window consists of runs that are contiguous in the input; for f filters a
 * copied vector is used in f multiply-adds.
 */
final class Unfolding {
    private Unfolding() {
    }

    /**
     * Writes columns [first, end) of the windows of some output rows.
     *
     * @param x      the input
     * @param sample its number
     * @param from   first output row
     * @param to     one past the last output row
     * @param target ((to − from)·outputWidth, end − first)
     */
    static void unfold(MemorySegment x, int sample, Conv2DShape s, int from, int to, int first, int end, MemorySegment target) {
        int run = runLength(s);
        int columns = end - first;
        long targetRow = 4L * s.outputWidth() * columns;
        for (int r = first / run; r * run < end; r++) {
            // The part of the run that is asked for, in elements of the window.
            int start = Math.max(r * run, first);
            int length = Math.min(r * run + run, end) - start;
            long out = 4L * (start - first);
            for (int row = from; row < to; row++) {
                int inputRow = inputRow(s, row, r, run);
                if (inputRow < 0 || inputRow >= s.height()) {
                    zeroRuns(target, out, 4L * columns, s.outputWidth(), length);
                } else {
                    long source = 4 * (((long) sample * s.height() + inputRow) * s.width() * s.channels() + start - (long) r * run);
                    unfoldRow(x, source, inputColumn(s, 0, r, run), target, out, columns, length, start - r * run, s);
                }
                out += targetRow;
            }
        }
    }

    /** One run of every window of an output row. */
    private static void unfoldRow(MemorySegment x, long source, int firstColumn, MemorySegment target, long out, int columns, int length,
            int start, Conv2DShape s) {
        int channels = s.channels();
        long step = 4L * s.strideWidth() * channels;
        long at = source + 4L * firstColumn * channels;
        int inner = innerStart(s, firstColumn);
        int innerEnd = Math.max(inner, innerEnd(s, firstColumn));
        if (innerEnd > inner) {
            copyRuns(x, at + inner * step, step, target, out + 4L * inner * columns, 4L * columns, innerEnd - inner, length);
        }
        for (int column = 0; column < s.outputWidth(); column++) {
            if (column >= inner && column < innerEnd) {
                continue;
            }
            int inputColumn = firstColumn + column * s.strideWidth();
            // The part of the run that is not padding.
            int left = Math.clamp(-inputColumn * channels - start, 0, length);
            int right = Math.clamp((s.width() - inputColumn) * channels - start, left, length);
            long to = out + 4L * column * columns;
            zero(target, to, left);
            copyRuns(x, at + column * step + 4L * left, 0, target, to + 4L * left, 0, left < right ? 1 : 0, right - left);
            zero(target, to + 4L * right, length - right);
        }
    }

    /**
     * Writes rows [first, end) of the transposed matrix of windows, for inputs of one channel and a stride of one column: there a row of the
     * output reads a contiguous piece of the input.
     *
     * @param target (end − first, (to − from)·outputWidth)
     */
    static void unfoldTransposed(MemorySegment x, int sample, Conv2DShape s, int from, int to, int first, int end, MemorySegment target) {
        int width = s.outputWidth();
        long out = 0;
        for (int r = first; r < end; r++) {
            int inputColumn = r % s.kernelWidth() * s.dilationWidth() - s.padLeft();
            int left = Math.clamp(-inputColumn, 0, width);
            int right = Math.clamp(s.width() - inputColumn, left, width);
            for (int row = from; row < to; row++) {
                int inputRow = row * s.strideHeight() - s.padTop() + r / s.kernelWidth() * s.dilationHeight();
                if (inputRow < 0 || inputRow >= s.height()) {
                    zero(target, out, width);
                } else {
                    long source = 4 * (((long) sample * s.height() + inputRow) * s.width() + inputColumn + left);
                    zero(target, out, left);
                    copyRuns(x, source, 0, target, out + 4L * left, 0, left < right ? 1 : 0, right - left);
                    zero(target, out + 4L * right, width - right);
                }
                out += 4L * width;
            }
        }
    }

    /**
     * Adds rows of a matrix of windows to the elements the windows were copied from; what belongs to padding is dropped.
     *
     * @param source ((to − from)·outputWidth, kernelHeight·kernelWidth·channels)
     * @param x      receives the sums
     */
    static void fold(MemorySegment source, MemorySegment x, int sample, Conv2DShape s, int from, int to) {
        int channels = s.channels();
        int run = runLength(s);
        int columns = s.kernelHeight() * s.kernelWidth() * channels;
        long step = 4L * s.strideWidth() * channels;
        for (int r = 0; r * run < columns; r++) {
            int firstColumn = inputColumn(s, 0, r, run);
            int inner = innerStart(s, firstColumn);
            int innerEnd = Math.max(inner, innerEnd(s, firstColumn));
            for (int row = from; row < to; row++) {
                int inputRow = inputRow(s, row, r, run);
                if (inputRow < 0 || inputRow >= s.height()) {
                    continue;
                }
                long in = 4 * ((long) (row - from) * s.outputWidth() * columns + (long) r * run);
                long at = 4 * (((long) sample * s.height() + inputRow) * s.width() + firstColumn) * channels;
                addRuns(source, in + 4L * inner * columns, 4L * columns, x, at + inner * step, step, innerEnd - inner, run);
                for (int column = 0; column < s.outputWidth(); column++) {
                    int inputColumn = firstColumn + column * s.strideWidth();
                    int left = Math.clamp(-(long) inputColumn * channels, 0, run);
                    int right = Math.clamp((long) (s.width() - inputColumn) * channels, left, run);
                    if ((column < inner || column >= innerEnd) && left < right) {
                        addRuns(source, in + 4 * ((long) column * columns + left), 0, x, at + column * step + 4L * left, 0, 1, right - left);
                    }
                }
            }
        }
    }

    /** Elements of a window that lie together in the input: a whole row of it, or one pixel where columns are dilated. */
    private static int runLength(Conv2DShape s) {
        return s.dilationWidth() == 1 ? s.kernelWidth() * s.channels() : s.channels();
    }

    private static int inputRow(Conv2DShape s, int row, int r, int run) {
        return row * s.strideHeight() - s.padTop() + r * run / (s.kernelWidth() * s.channels()) * s.dilationHeight();
    }

    private static int inputColumn(Conv2DShape s, int column, int r, int run) {
        return column * s.strideWidth() - s.padLeft() + r * run / s.channels() % s.kernelWidth() * s.dilationWidth();
    }

    /** The first output column whose run lies inside the input. */
    private static int innerStart(Conv2DShape s, int firstColumn) {
        return Math.min(Math.max(0, Math.ceilDiv(-firstColumn, s.strideWidth())), s.outputWidth());
    }

    /** One past the last output column whose run lies inside the input. */
    private static int innerEnd(Conv2DShape s, int firstColumn) {
        int last = s.width() - runLength(s) / s.channels() - firstColumn;
        return last < 0 ? 0 : Math.min(last / s.strideWidth() + 1, s.outputWidth());
    }

    private static void copyRuns(MemorySegment source, long from, long fromStep, MemorySegment target, long to, long toStep, int count,
            int length) {
        VectorMask<Float> rest = FLOATS.indexInRange(0, length % LENGTH);
        int whole = length - length % LENGTH;
        for (int i = 0; i < count; i++) {
            long p = from + i * fromStep;
            long q = to + i * toStep;
            for (int j = 0; j < whole; j += LENGTH) {
                fromMemorySegment(FLOATS, source, p + 4L * j, ORDER).intoMemorySegment(target, q + 4L * j, ORDER);
            }
            if (whole < length) {
                fromMemorySegment(FLOATS, source, p + 4L * whole, ORDER, rest).intoMemorySegment(target, q + 4L * whole, ORDER, rest);
            }
        }
    }

    private static void addRuns(MemorySegment source, long from, long fromStep, MemorySegment target, long to, long toStep, int count,
            int length) {
        VectorMask<Float> rest = FLOATS.indexInRange(0, length % LENGTH);
        int whole = length - length % LENGTH;
        for (int i = 0; i < count; i++) {
            long p = from + i * fromStep;
            long q = to + i * toStep;
            for (int j = 0; j < whole; j += LENGTH) {
                fromMemorySegment(FLOATS, target, q + 4L * j, ORDER).add(fromMemorySegment(FLOATS, source, p + 4L * j, ORDER))
                        .intoMemorySegment(target, q + 4L * j, ORDER);
            }
            if (whole < length) {
                fromMemorySegment(FLOATS, target, q + 4L * whole, ORDER, rest)
                        .add(fromMemorySegment(FLOATS, source, p + 4L * whole, ORDER, rest))
                        .intoMemorySegment(target, q + 4L * whole, ORDER, rest);
            }
        }
    }

    private static void zeroRuns(MemorySegment target, long to, long step, int count, int length) {
        for (int i = 0; i < count; i++) {
            zero(target, to + i * step, length);
        }
    }

    private static void zero(MemorySegment target, long to, int length) {
        for (int j = 0; j < length; j += LENGTH) {
            FloatVector.zero(FLOATS).intoMemorySegment(target, to + 4L * j, ORDER, FLOATS.indexInRange(j, length));
        }
    }
}
