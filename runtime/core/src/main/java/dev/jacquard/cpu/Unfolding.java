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
 * strides, dilation and padding, into a product of matrices. A window is copied in runs that are contiguous in the input; for f filters a
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
        int outputWidth = s.outputWidth();
        int run = runLength(s);
        int runsOfRow = s.kernelWidth() * s.channels() / run;
        int columns = end - first;
        long at = 0;
        for (int row = from; row < to; row++) {
            for (int column = 0; column < outputWidth; column++) {
                for (int r = first / run; r * run < end; r++) {
                    int a = r / runsOfRow;
                    int b = r % runsOfRow;
                    int inputRow = row * s.strideHeight() - s.padTop() + a * s.dilationHeight();
                    int inputColumn = column * s.strideWidth() - s.padLeft() + b * s.dilationWidth();
                    // The part of the run that is asked for, in elements of the window.
                    int start = Math.max(r * run, first);
                    int stop = Math.min(r * run + run, end);
                    // The part of it that is not padding.
                    int left = Math.max(start, r * run - inputColumn * s.channels());
                    int right = Math.min(stop, r * run + (s.width() - inputColumn) * s.channels());
                    long out = at - first;
                    if (inputRow < 0 || inputRow >= s.height() || left >= right) {
                        zero(target, 4 * (out + start), stop - start);
                        continue;
                    }
                    long source = (((long) sample * s.height() + inputRow) * s.width() + inputColumn) * s.channels() - (long) r * run;
                    if (left > start) {
                        zero(target, 4 * (out + start), left - start);
                    }
                    copy(x, 4 * (source + left), target, 4 * (out + left), right - left);
                    if (stop > right) {
                        zero(target, 4 * (out + right), stop - right);
                    }
                }
                at += columns;
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
        int outputWidth = s.outputWidth();
        int run = runLength(s);
        int runsOfRow = s.kernelWidth() * s.channels() / run;
        int runs = s.kernelHeight() * runsOfRow;
        long at = 0;
        for (int row = from; row < to; row++) {
            for (int column = 0; column < outputWidth; column++) {
                for (int r = 0; r < runs; r++) {
                    int inputRow = row * s.strideHeight() - s.padTop() + r / runsOfRow * s.dilationHeight();
                    int inputColumn = column * s.strideWidth() - s.padLeft() + r % runsOfRow * s.dilationWidth();
                    int left = Math.max(0, -inputColumn * s.channels());
                    int right = Math.min(run, (s.width() - inputColumn) * s.channels());
                    if (inputRow >= 0 && inputRow < s.height() && left < right) {
                        long target = (((long) sample * s.height() + inputRow) * s.width() + inputColumn) * s.channels();
                        add(source, 4 * (at + left), x, 4 * (target + left), right - left);
                    }
                    at += run;
                }
            }
        }
    }

    /** Elements of a window that lie together in the input: a whole row of it, or one pixel where columns are dilated. */
    private static int runLength(Conv2DShape s) {
        return s.dilationWidth() == 1 ? s.kernelWidth() * s.channels() : s.channels();
    }

    private static void copy(MemorySegment source, long from, MemorySegment target, long to, int length) {
        int j = 0;
        for (; j <= length - LENGTH; j += LENGTH) {
            fromMemorySegment(FLOATS, source, from + 4L * j, ORDER).intoMemorySegment(target, to + 4L * j, ORDER);
        }
        if (j < length) {
            VectorMask<Float> rest = FLOATS.indexInRange(j, length);
            fromMemorySegment(FLOATS, source, from + 4L * j, ORDER, rest).intoMemorySegment(target, to + 4L * j, ORDER, rest);
        }
    }

    private static void zero(MemorySegment target, long to, int length) {
        for (int j = 0; j < length; j += LENGTH) {
            FloatVector.zero(FLOATS).intoMemorySegment(target, to + 4L * j, ORDER, FLOATS.indexInRange(j, length));
        }
    }

    private static void add(MemorySegment source, long from, MemorySegment target, long to, int length) {
        int j = 0;
        for (; j <= length - LENGTH; j += LENGTH) {
            fromMemorySegment(FLOATS, target, to + 4L * j, ORDER).add(fromMemorySegment(FLOATS, source, from + 4L * j, ORDER))
                    .intoMemorySegment(target, to + 4L * j, ORDER);
        }
        if (j < length) {
            VectorMask<Float> rest = FLOATS.indexInRange(j, length);
            fromMemorySegment(FLOATS, target, to + 4L * j, ORDER, rest).add(fromMemorySegment(FLOATS, source, from + 4L * j, ORDER, rest))
                    .intoMemorySegment(target, to + 4L * j, ORDER, rest);
        }
    }
}
