package dev.jacquard.cpu;

import static dev.jacquard.cpu.Floats.get;
import static dev.jacquard.cpu.Floats.set;

import java.lang.foreign.MemorySegment;

/** Pooling as plain loops over windows and channels. */
final class ScalarPooling {
    private ScalarPooling() {
    }

    static void max(MemorySegment x, MemorySegment y, int from, int to, Pool2DShape s) {
        for (int sample = from; sample < to; sample++) {
            for (int row = 0; row < s.outputHeight(); row++) {
                for (int column = 0; column < s.outputWidth(); column++) {
                    for (int c = 0; c < s.channels(); c++) {
                        float largest = Float.NEGATIVE_INFINITY;
                        for (int i = s.firstRow(row); i < s.endRow(row); i++) {
                            for (int j = s.firstColumn(column); j < s.endColumn(column); j++) {
                                largest = Math.max(largest, get(x, inputAt(s, sample, i, j) + c));
                            }
                        }
                        set(y, outputAt(s, sample, row, column) + c, largest);
                    }
                }
            }
        }
    }

    static void maxGradient(MemorySegment x, MemorySegment y, MemorySegment dy, MemorySegment dx, int from, int to, Pool2DShape s) {
        boolean tiles = s.tiles();
        if (!tiles) {
            ScalarMoves.fill(dx, (long) from * s.inputSize(), (long) to * s.inputSize(), 0);
        }
        for (int sample = from; sample < to; sample++) {
            for (int row = 0; row < s.outputHeight(); row++) {
                for (int column = 0; column < s.outputWidth(); column++) {
                    for (int c = 0; c < s.channels(); c++) {
                        long at = outputAt(s, sample, row, column) + c;
                        give(get(dy, at), get(y, at), x, dx, !tiles, sample, row, column, c, s);
                    }
                }
            }
            for (int i = 0; tiles && i < s.height(); i++) {
                int covered = i < s.outputHeight() * s.poolHeight() ? s.outputWidth() * s.poolWidth() : 0;
                ScalarMoves.fill(dx, inputAt(s, sample, i, covered), inputAt(s, sample, i + 1, 0), 0);
            }
        }
    }

    /** To the first of a window's elements that is the largest, to none where that is not a number; what others were given stays if {@code add}. */
    private static void give(float gradient, float largest, MemorySegment x, MemorySegment dx, boolean add, int sample, int row, int column, int c,
            Pool2DShape s) {
        boolean given = false;
        for (int i = s.firstRow(row); i < s.endRow(row); i++) {
            for (int j = s.firstColumn(column); j < s.endColumn(column); j++) {
                long at = inputAt(s, sample, i, j) + c;
                boolean first = !given && get(x, at) == largest;
                set(dx, at, (add ? get(dx, at) : 0) + (first ? gradient : 0));
                given |= first;
            }
        }
    }

    static void average(MemorySegment x, MemorySegment y, int from, int to, Pool2DShape s) {
        for (int sample = from; sample < to; sample++) {
            for (int row = 0; row < s.outputHeight(); row++) {
                for (int column = 0; column < s.outputWidth(); column++) {
                    for (int c = 0; c < s.channels(); c++) {
                        float sum = 0;
                        for (int i = s.firstRow(row); i < s.endRow(row); i++) {
                            for (int j = s.firstColumn(column); j < s.endColumn(column); j++) {
                                sum += get(x, inputAt(s, sample, i, j) + c);
                            }
                        }
                        set(y, outputAt(s, sample, row, column) + c, sum * share(s, row, column));
                    }
                }
            }
        }
    }

    static void averageGradient(MemorySegment dy, MemorySegment dx, int from, int to, Pool2DShape s) {
        ScalarMoves.fill(dx, (long) from * s.inputSize(), (long) to * s.inputSize(), 0);
        for (int sample = from; sample < to; sample++) {
            for (int row = 0; row < s.outputHeight(); row++) {
                for (int column = 0; column < s.outputWidth(); column++) {
                    float share = share(s, row, column);
                    for (int i = s.firstRow(row); i < s.endRow(row); i++) {
                        for (int j = s.firstColumn(column); j < s.endColumn(column); j++) {
                            ScalarProducts.addMultiple(dx, inputAt(s, sample, i, j), dy, outputAt(s, sample, row, column), share, s.channels());
                        }
                    }
                }
            }
        }
    }

    /** One divided by the elements of a window that are not padding. */
    static float share(Pool2DShape s, int row, int column) {
        return 1f / ((s.endRow(row) - s.firstRow(row)) * (s.endColumn(column) - s.firstColumn(column)));
    }

    static long inputAt(Pool2DShape s, int sample, int row, int column) {
        return (((long) sample * s.height() + row) * s.width() + column) * s.channels();
    }

    static long outputAt(Pool2DShape s, int sample, int row, int column) {
        return (((long) sample * s.outputHeight() + row) * s.outputWidth() + column) * s.channels();
    }
}
