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
        if (simple(s)) {
            for (int row = from * s.outputHeight(); row < to * s.outputHeight(); row++) {
                maxOfPairs(x, simpleInput(s, row), 4L * s.width() * channels, y, 4L * row * s.outputWidth() * channels, s.outputWidth(), channels);
            }
            return;
        }
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

    /** The usual case: windows of 2×2 that do not overlap, no padding, whole vectors of channels. */
    private static boolean simple(Pool2DShape s) {
        return s.tiles() && s.poolHeight() == 2 && s.poolWidth() == 2 && s.channels() % LENGTH == 0;
    }

    /** Where the windows of an output row start, counting the rows of all samples. */
    private static long simpleInput(Pool2DShape s, int row) {
        return 4 * ScalarPooling.inputAt(s, row / s.outputHeight(), 2 * (row % s.outputHeight()), 0);
    }

    private static void maxOfPairs(MemorySegment x, long x0, long xRow, MemorySegment y, long y0, int windows, int channels) {
        long next = 4L * channels;
        for (int c = 0; c < channels; c += LENGTH) {
            long in = x0 + 4L * c;
            long out = y0 + 4L * c;
            for (int window = 0; window < windows; window++) {
                long at = in + 2L * window * next;
                FloatVector above = fromMemorySegment(FLOATS, x, at, ORDER).max(fromMemorySegment(FLOATS, x, at + next, ORDER));
                FloatVector below = fromMemorySegment(FLOATS, x, at + xRow, ORDER).max(fromMemorySegment(FLOATS, x, at + xRow + next, ORDER));
                above.max(below).intoMemorySegment(y, out + window * next, ORDER);
            }
        }
    }

    private static void maxOfWindow(MemorySegment x, long x0, MemorySegment y, long y0, int rows, int columns, long xRow, int channels) {
        for (int c = 0; c < channels; c += LENGTH) {
            VectorMask<Float> lanes = FLOATS.indexInRange(c, channels);
            FloatVector largest = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    largest = fromMemorySegment(FLOATS, x, x0 + i * xRow + 4L * (j * channels + c), ORDER, lanes).max(largest);
                }
            }
            largest.intoMemorySegment(y, y0 + 4L * c, ORDER, lanes);
        }
    }

    static void maxGradient(MemorySegment x, MemorySegment y, MemorySegment dy, MemorySegment dx, int from, int to, Pool2DShape s) {
        int channels = s.channels();
        // Windows side by side are written after they were read and nothing else is: dx may be x.
        boolean tiles = s.tiles();
        if (!tiles) {
            VectorMoves.fill(dx, (long) from * s.inputSize(), (long) to * s.inputSize(), 0);
        }
        if (simple(s)) {
            for (int row = from * s.outputHeight(); row < to * s.outputHeight(); row++) {
                maxGradientOfPairs(x, dx, simpleInput(s, row), 4L * s.width() * channels, y, dy, 4L * row * s.outputWidth() * channels,
                        s.outputWidth(), channels);
            }
        } else {
            for (int sample = from; sample < to; sample++) {
                for (int row = 0; row < s.outputHeight(); row++) {
                    for (int column = 0; column < s.outputWidth(); column++) {
                        maxGradientOfWindow(tiles, x, dx, 4 * ScalarPooling.inputAt(s, sample, s.firstRow(row), s.firstColumn(column)), y, dy,
                                4 * ScalarPooling.outputAt(s, sample, row, column), s.endRow(row) - s.firstRow(row),
                                s.endColumn(column) - s.firstColumn(column), 4L * s.width() * channels, channels);
                    }
                }
            }
        }
        if (tiles) {
            clearRest(dx, from, to, s);
        }
    }

    /** The columns and rows that are in no window, if width or height is no multiple of a window's. */
    private static void clearRest(MemorySegment dx, int from, int to, Pool2DShape s) {
        long row = (long) s.width() * s.channels();
        long covered = (long) s.outputWidth() * s.poolWidth() * s.channels();
        int rows = s.outputHeight() * s.poolHeight();
        for (int sample = from; sample < to; sample++) {
            long first = (long) sample * s.inputSize();
            for (int i = 0; i < rows && covered < row; i++) {
                VectorMoves.fill(dx, first + i * row + covered, first + (i + 1) * row, 0);
            }
            VectorMoves.fill(dx, first + rows * row, first + s.inputSize(), 0);
        }
    }

    private static void maxGradientOfPairs(MemorySegment x, MemorySegment dx, long x0, long xRow, MemorySegment y, MemorySegment dy, long y0,
            int windows, int channels) {
        long next = 4L * channels;
        for (int c = 0; c < channels; c += LENGTH) {
            for (int window = 0; window < windows; window++) {
                long at = x0 + 2L * window * next + 4L * c;
                long out = y0 + window * next + 4L * c;
                FloatVector largest = fromMemorySegment(FLOATS, y, out, ORDER);
                // What is still to be given away; the first maximum takes it.
                FloatVector gradient = fromMemorySegment(FLOATS, dy, out, ORDER);
                gradient = give(gradient, largest, x, dx, at);
                gradient = give(gradient, largest, x, dx, at + next);
                gradient = give(gradient, largest, x, dx, at + xRow);
                give(gradient, largest, x, dx, at + xRow + next);
            }
        }
    }

    private static FloatVector give(FloatVector gradient, FloatVector largest, MemorySegment x, MemorySegment dx, long at) {
        VectorMask<Float> found = fromMemorySegment(FLOATS, x, at, ORDER).compare(EQ, largest);
        FloatVector.zero(FLOATS).blend(gradient, found).intoMemorySegment(dx, at, ORDER);
        return gradient.blend(0f, found);
    }

    private static void maxGradientOfWindow(boolean alone, MemorySegment x, MemorySegment dx, long x0, MemorySegment y, MemorySegment dy, long y0,
            int rows, int columns, long xRow, int channels) {
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
                    if (!alone) {
                        share = fromMemorySegment(FLOATS, dx, at, ORDER, lanes).add(share);
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
                    sum = fromMemorySegment(FLOATS, x, x0 + i * xRow + 4L * (j * channels + c), ORDER, lanes).add(sum);
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
