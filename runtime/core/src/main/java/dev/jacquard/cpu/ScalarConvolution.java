package dev.jacquard.cpu;

import static dev.jacquard.cpu.Floats.get;

import java.lang.foreign.MemorySegment;

import org.jspecify.annotations.Nullable;

/** Convolution as plain loops: for every place of the kernel, the input element under it, if it is not padding. */
final class ScalarConvolution {
    private ScalarConvolution() {
    }

    static void forward(MemorySegment x, MemorySegment kernel, @Nullable MemorySegment bias, MemorySegment y, int from, int to, Conv2DShape s) {
        int channels = s.channels();
        int filters = s.filters();
        for (int sample = from; sample < to; sample++) {
            for (int row = 0; row < s.outputHeight(); row++) {
                for (int column = 0; column < s.outputWidth(); column++) {
                    long target = outputAt(s, sample, row, column);
                    ScalarProducts.start(bias, y, target, filters);
                    for (int a = 0; a < s.kernelHeight(); a++) {
                        for (int b = 0; b < s.kernelWidth(); b++) {
                            long source = inputAt(s, sample, row, column, a, b);
                            for (int c = 0; c < channels && source >= 0; c++) {
                                ScalarProducts.addMultiple(y, target, kernel, ((long) (a * s.kernelWidth() + b) * channels + c) * filters,
                                        get(x, source + c), filters);
                            }
                        }
                    }
                }
            }
        }
    }

    /** A row of the flipped kernel belongs to a place, counted from the last one, and a filter. */
    static void flipKernel(MemorySegment kernel, MemorySegment flipped, int from, int to, Conv2DShape s) {
        int channels = s.channels();
        for (int row = from; row < to; row++) {
            int place = s.kernelHeight() * s.kernelWidth() - 1 - row / s.filters();
            int filter = row % s.filters();
            for (int c = 0; c < channels; c++) {
                Floats.set(flipped, (long) row * channels + c, get(kernel, ((long) place * channels + c) * s.filters() + filter));
            }
        }
    }

    static void inputGradient(MemorySegment dy, MemorySegment flipped, MemorySegment dx, int from, int to, Conv2DShape s) {
        int channels = s.channels();
        int filters = s.filters();
        int places = s.kernelHeight() * s.kernelWidth();
        ScalarMoves.fill(dx, (long) from * s.inputSize(), (long) to * s.inputSize(), 0);
        for (int sample = from; sample < to; sample++) {
            for (int row = 0; row < s.outputHeight(); row++) {
                for (int column = 0; column < s.outputWidth(); column++) {
                    long upstream = outputAt(s, sample, row, column);
                    for (int a = 0; a < s.kernelHeight(); a++) {
                        for (int b = 0; b < s.kernelWidth(); b++) {
                            long target = inputAt(s, sample, row, column, a, b);
                            int place = a * s.kernelWidth() + b;
                            for (int f = 0; f < filters && target >= 0; f++) {
                                ScalarProducts.addMultiple(dx, target, flipped, ((long) (places - 1 - place) * filters + f) * channels,
                                        get(dy, upstream + f),
                                        channels);
                            }
                        }
                    }
                }
            }
        }
    }

    /** The units are the rows (a, b, c) of the kernel's gradient. */
    static void kernelGradient(MemorySegment x, MemorySegment dy, MemorySegment dKernel, long at, boolean add, int from, int to, int firstUnit,
            int endUnit, Conv2DShape s) {
        int filters = s.filters();
        for (int unit = firstUnit; unit < endUnit; unit++) {
            int c = unit % s.channels();
            int b = unit / s.channels() % s.kernelWidth();
            int a = unit / s.channels() / s.kernelWidth();
            long target = at + (long) unit * filters;
            if (!add) {
                ScalarProducts.start(null, dKernel, target, filters);
            }
            for (int sample = from; sample < to; sample++) {
                for (int row = 0; row < s.outputHeight(); row++) {
                    for (int column = 0; column < s.outputWidth(); column++) {
                        long source = inputAt(s, sample, row, column, a, b);
                        if (source >= 0) {
                            ScalarProducts.addMultiple(dKernel, target, dy, outputAt(s, sample, row, column), get(x, source + c), filters);
                        }
                    }
                }
            }
        }
    }

    private static long outputAt(Conv2DShape s, int sample, int row, int column) {
        return (((long) sample * s.outputHeight() + row) * s.outputWidth() + column) * s.filters();
    }

    /** Where the channels of the input element under place (a, b) of a window start, or −1 for padding. */
    private static long inputAt(Conv2DShape s, int sample, int row, int column, int a, int b) {
        int inputRow = row * s.strideHeight() - s.padTop() + a * s.dilationHeight();
        int inputColumn = column * s.strideWidth() - s.padLeft() + b * s.dilationWidth();
        if (inputRow < 0 || inputRow >= s.height() || inputColumn < 0 || inputColumn >= s.width()) {
            return -1;
        }
        return (((long) sample * s.height() + inputRow) * s.width() + inputColumn) * s.channels();
    }
}
