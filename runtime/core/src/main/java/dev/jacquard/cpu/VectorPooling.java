package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.FLOATS;
import static dev.jacquard.cpu.Lanes.LENGTH;
import static dev.jacquard.cpu.Lanes.ORDER;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.EQ;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Pooling, a vector of channels at a time. */
final class VectorPooling {
    private VectorPooling() {
    }

    static void max(MemorySegment x, MemorySegment y, int from, int to, Pool2DShape s) {
        int channels = s.channels();
        for (int sample = from; sample < to; sample++) {
            for (int row = 0; row < s.outputHeight(); row++) {
                for (int column = 0; column < s.outputWidth(); column++) {
                    maxOfWindow(x, 4 * ScalarPooling.inputAt(s, sample, s.firstRow(row), s.firstColumn(column)), y,
                            4 * ScalarPooling.outputAt(s, sample, row, column), s.endRow(row) - s.firstRow(row),
                            s.endColumn(column) - s.firstColumn(column), 4L * s.width() * channels, channels);
                }
            }
        }
    }

    private static void maxOfWindow(MemorySegment x, long x0, MemorySegment y, long y0, int rows, int columns, long xRow, int channels) {
        for (int c = 0; c < channels; c += LENGTH) {
            VectorMask<Float> lanes = FLOATS.indexInRange(c, channels);
            FloatVector largest = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    largest = largest.max(fromMemorySegment(FLOATS, x, x0 + i * xRow + 4L * (j * channels + c), ORDER, lanes));
                }
            }
            largest.intoMemorySegment(y, y0 + 4L * c, ORDER, lanes);
        }
    }

    static void maxGradient(MemorySegment x, MemorySegment y, MemorySegment dy, MemorySegment dx, int from, int to, Pool2DShape s) {
        int channels = s.channels();
        boolean disjoint = s.strideHeight() >= s.poolHeight() && s.strideWidth() >= s.poolWidth();
        if (!(disjoint && covers(s))) {
            VectorMoves.fill(dx, (long) from * s.inputSize(), (long) to * s.inputSize(), 0);
        }
        for (int sample = from; sample < to; sample++) {
            for (int row = 0; row < s.outputHeight(); row++) {
                for (int column = 0; column < s.outputWidth(); column++) {
                    maxGradientOfWindow(disjoint, x, dx, 4 * ScalarPooling.inputAt(s, sample, s.firstRow(row), s.firstColumn(column)), y, dy,
                            4 * ScalarPooling.outputAt(s, sample, row, column), s.endRow(row) - s.firstRow(row),
                            s.endColumn(column) - s.firstColumn(column), 4L * s.width() * channels, channels);
                }
            }
        }
    }

    /** Whether every input element is in some window. */
    private static boolean covers(Pool2DShape s) {
        return s.strideHeight() <= s.poolHeight() && s.strideWidth() <= s.poolWidth() && s.endRow(s.outputHeight() - 1) == s.height()
                && s.endColumn(s.outputWidth() - 1) == s.width();
    }

    private static void maxGradientOfWindow(boolean disjoint, MemorySegment x, MemorySegment dx, long x0, MemorySegment y, MemorySegment dy, long y0,
            int rows,
            int columns, long xRow, int channels) {
        for (int c = 0; c < channels; c += LENGTH) {
            VectorMask<Float> lanes = FLOATS.indexInRange(c, channels);
            FloatVector largest = fromMemorySegment(FLOATS, y, y0 + 4L * c, ORDER, lanes);
            // What is still to be given away; the first maximum takes it.
            FloatVector gradient = fromMemorySegment(FLOATS, dy, y0 + 4L * c, ORDER, lanes);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    long at = x0 + i * xRow + 4L * (j * channels + c);
                    VectorMask<Float> found = fromMemorySegment(FLOATS, x, at, ORDER, lanes).compare(EQ, largest);
                    FloatVector share = FloatVector.zero(FLOATS).blend(gradient, found);
                    if (!disjoint) {
                        share = share.add(fromMemorySegment(FLOATS, dx, at, ORDER, lanes));
                    }
                    share.intoMemorySegment(dx, at, ORDER, lanes);
                    gradient = gradient.blend(0f, found);
                }
            }
        }
    }

    static void average(MemorySegment x, MemorySegment y, int from, int to, Pool2DShape s) {
        int channels = s.channels();
        for (int sample = from; sample < to; sample++) {
            for (int row = 0; row < s.outputHeight(); row++) {
                for (int column = 0; column < s.outputWidth(); column++) {
                    averageOfWindow(x, 4 * ScalarPooling.inputAt(s, sample, s.firstRow(row), s.firstColumn(column)), y,
                            4 * ScalarPooling.outputAt(s, sample, row, column), s.endRow(row) - s.firstRow(row),
                            s.endColumn(column) - s.firstColumn(column), 4L * s.width() * channels, channels, ScalarPooling.share(s, row, column));
                }
            }
        }
    }

    private static void averageOfWindow(MemorySegment x, long x0, MemorySegment y, long y0, int rows, int columns, long xRow, int channels,
            float share) {
        for (int c = 0; c < channels; c += LENGTH) {
            VectorMask<Float> lanes = FLOATS.indexInRange(c, channels);
            FloatVector sum = FloatVector.zero(FLOATS);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    sum = sum.add(fromMemorySegment(FLOATS, x, x0 + i * xRow + 4L * (j * channels + c), ORDER, lanes));
                }
            }
            sum.mul(share).intoMemorySegment(y, y0 + 4L * c, ORDER, lanes);
        }
    }

    static void averageGradient(MemorySegment dy, MemorySegment dx, int from, int to, Pool2DShape s) {
        int channels = s.channels();
        VectorMoves.fill(dx, (long) from * s.inputSize(), (long) to * s.inputSize(), 0);
        for (int sample = from; sample < to; sample++) {
            for (int row = 0; row < s.outputHeight(); row++) {
                for (int column = 0; column < s.outputWidth(); column++) {
                    long source = 4 * ScalarPooling.outputAt(s, sample, row, column);
                    float share = ScalarPooling.share(s, row, column);
                    for (int i = s.firstRow(row); i < s.endRow(row); i++) {
                        for (int j = s.firstColumn(column); j < s.endColumn(column); j++) {
                            VectorProducts.addMultiple(dx, 4 * ScalarPooling.inputAt(s, sample, i, j), dy, source, share, channels);
                        }
                    }
                }
            }
        }
    }
}
