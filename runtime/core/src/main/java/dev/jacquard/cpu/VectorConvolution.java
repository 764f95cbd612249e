package dev.jacquard.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Convolutions as products of matrices. A row of a window is one run of numbers in the input, and so a row of the output is a product of matrices
 * whose rows overlap, one a row of the window: nothing is unfolded. A band of the input at a time is copied to an array that stays in a cache, with
 * zeros where it is padded on the left and right; rows of padding are left out.
 */
final class VectorConvolution {
    /** Rows of a kernel's gradient that are one unit of work: eight blocks. */
    private static final int UNIT = 48;
    private static final int LONG_SUM = 2048;
    /** Floats of the output that are still in the first-level cache when the activation takes them. */
    private static final int HOT = 4096;
    private final VectorFormula formulas;

    VectorConvolution(VectorFormula formulas) {
        this.formulas = formulas;
    }

    void forward(MemorySegment x, MemorySegment kernel, @Nullable MemorySegment bias, MemorySegment y, int from, int to, Conv2DShape s,
            @Nullable Formula activation, int key) {
        for (int sample = from; sample < to; sample++) {
            if (pointwise(s)) {
                MatrixProduct.rows(x, 4L * sample * s.inputSize(), 4L * s.channels(), kernel, 0, 4L * s.filters(), s.channels(), bias, y,
                        4L * sample * s.outputSize(), 4L * s.filters(), s.outputHeight() * s.outputWidth(), s.filters());
                activate(activation, y, (long) sample * s.outputSize(), s.outputSize(), key);
                continue;
            }
            float[] start = MatrixProduct.start(bias, s.filters());
            int rows = bandRows(s);
            int together = together(s.runLength());
            int line = s.outputWidth() * s.filters();
            int hot = Math.max(1, HOT / line);
            for (int row = 0; row < s.outputHeight(); row += rows) {
                int end = Math.min(row + rows, s.outputHeight());
                float[] band = inputBand(x, sample, row, end, s);
                for (int tap = 0; tap < s.kernelHeight(); tap += together) {
                    for (int i = row; i < end; i++) {
                        forwardRow(band, s.firstInputRow(row), kernel, start, y, sample, i, tap, s);
                        int done = (i - row) % hot + 1;
                        if (tap + together >= s.kernelHeight() && (done == hot || i == end - 1)) {
                            activate(activation, y, outputAt(s, sample, i + 1 - done, 0) / 4, done * line, key);
                        }
                    }
                }
            }
        }
    }

    private void activate(@Nullable Formula activation, MemorySegment y, long from, int count, int key) {
        if (activation != null) {
            formulas.run(activation.program(), y, y, y, y, y, from, from + count, key);
        }
    }

    /** What some rows of the kernel, from a first one on, give to a row of the output, from the input's rows from a first one on. */
    private static void forwardRow(float[] band, int first, MemorySegment kernel, float[] start, MemorySegment y, int sample, int row, int firstTap,
            Conv2DShape s) {
        int i = Math.clamp(firstTap, s.firstTap(row), s.endTap(row));
        int taps = Math.clamp((long) firstTap + together(s.runLength()), i, s.endTap(row)) - i;
        boolean begins = i == s.firstTap(row) && (taps > 0 || firstTap == 0 && i == s.endTap(row));
        if (taps == 0 && !begins) {
            return;
        }
        int channels = s.channels();
        int wide = s.wideWidth() * channels;
        long line = 4L * s.filters();
        long kernelLine = (long) s.kernelWidth() * channels * line;
        int in = (s.inputRow(row, i) - first) * wide;
        long out = outputAt(s, sample, row, 0);
        // with one channel the runs of neighbouring pixels begin side by side: these are columns
        boolean standing = channels * s.strideWidth() != 1;
        int pixel = standing ? channels * s.strideWidth() : 1;
        for (int j = 0; j < s.kernelWidth(); j += s.runColumns()) {
            MatrixProduct.blocks(standing, band, in + j * s.dilationWidth() * channels, pixel, s.dilationHeight() * wide, kernel,
                    i * kernelLine + (long) j * channels * line, line, kernelLine, s.runLength(), taps, begins && j == 0 ? start : null, y, out,
                    line, s.outputWidth(), s.filters());
        }
    }

    /**
     * dx. Where whole windows of dy and the mirrored kernel meet, it is a convolution of dy; at the borders every row takes from the rows of dy, column
     * of the kernel by column.
     *
     * @param flipped (kernelHeight, kernelWidth, filters, channels), mirrored in both directions
     */
    static void inputGradient(MemorySegment dy, MemorySegment flipped, MemorySegment dx, int from, int to, Conv2DShape s) {
        int length = s.outputWidth() * s.filters();
        for (int sample = from; sample < to; sample++) {
            if (pointwise(s)) {
                MatrixProduct.rows(dy, 4L * sample * s.outputSize(), 4L * s.filters(), flipped, 0, 4L * s.channels(), s.filters(), null, dx,
                        4L * sample * s.inputSize(), 4L * s.channels(), s.outputHeight() * s.outputWidth(), s.channels());
                continue;
            }
            int rows = Math.max(1, MatrixProduct.LEFT_BLOCK / (s.width() * s.channels()));
            for (int row = 0; row < s.height(); row += rows) {
                int end = Math.min(row + rows, s.height());
                int first = s.firstOutputRow(row);
                int last = Math.max(first, s.endOutputRow(end - 1));
                float[] band = Scratch.array(Scratch.Slot.LEFT, (last - first) * length);
                VectorMoves.toArray(dy, outputAt(s, sample, first, 0), band, 0, (last - first) * length);
                int inner = Math.clamp(s.innerStart(), row, end);
                int innerEnd = s.dense() ? Math.clamp(s.innerEnd(), inner, end) : inner;
                for (int i = row; i < end; i++) {
                    if (i < inner || i >= innerEnd) {
                        borderRow(band, first, flipped, dx, sample, i, s);
                    }
                }
                for (int tap = 0; inner < innerEnd && tap < s.kernelHeight(); tap += together(s.kernelWidth() * s.filters())) {
                    innerRows(band, first, flipped, dx, sample, inner, innerEnd, tap, s);
                }
            }
        }
    }

    /**
     * What some rows of the mirrored kernel, from a first one on, give to rows [row, end) of dx, each with a row of dy under every row of the kernel:
     * the columns with whole windows row by row, the others one by one.
     */
    private static void innerRows(float[] band, int first, MemorySegment flipped, MemorySegment dx, int sample, int row, int end, int tap,
            Conv2DShape s) {
        int filters = s.filters();
        int line = s.outputWidth() * filters;
        int runLength = s.kernelWidth() * filters;
        int taps = Math.min(together(runLength), s.kernelHeight() - tap);
        float[] start = tap == 0 ? MatrixProduct.ZEROS : null;
        long pixel = 4L * s.channels();
        long kernelLine = runLength * pixel;
        long down = 4L * sample * s.inputSize() + (long) row * s.width() * pixel;
        int up = (row + s.padTop() - (s.kernelHeight() - 1) - first + tap) * line;
        int inner = s.innerColumnStart();
        int innerEnd = s.innerColumnEnd();
        for (int i = 0; i < end - row && inner < innerEnd; i++) {
            int in = up + i * line + (inner + s.padLeft() - (s.kernelWidth() - 1)) * filters;
            MatrixProduct.blocks(true, band, in, filters, line, flipped, tap * kernelLine, pixel, kernelLine, runLength, taps, start, dx,
                    down + (i * s.width() + inner) * pixel, pixel, innerEnd - inner, s.channels());
        }
        for (int column = 0; column < s.width(); column++) {
            if (column >= inner && column < innerEnd) {
                continue;
            }
            int left = column + s.padLeft() - (s.kernelWidth() - 1);
            int from = Math.clamp(left, 0, s.outputWidth());
            int count = Math.clamp(left + s.kernelWidth(), from, s.outputWidth()) - from;
            MatrixProduct.blocks(true, band, up + from * filters, line, line, flipped, tap * kernelLine + (long) (from - left) * filters * pixel,
                    pixel,
                    kernelLine, count * filters, taps, start, dx, down + column * pixel, s.width() * pixel, end - row, s.channels());
        }
    }

    private static void borderRow(float[] band, int first, MemorySegment flipped, MemorySegment dx, int sample, int row, Conv2DShape s) {
        int channels = s.channels();
        long down = ((long) sample * s.height() + row) * s.width() * channels;
        VectorMoves.fill(dx, down, down + (long) s.width() * channels, 0);
        int i = s.firstTapOf(row);
        int taps = s.tapsOf(row);
        int apart = s.tapsApart();
        int filters = s.filters();
        long place = 4L * filters * channels;
        int upLeap = -apart * s.dilationHeight() / s.strideHeight() * s.outputWidth() * filters;
        for (int j = 0; j < s.kernelWidth() && taps > 0; j++) {
            int column = s.firstColumn(j);
            int at = (s.kernelHeight() - 1 - i) * s.kernelWidth() + s.kernelWidth() - 1 - j;
            MatrixProduct.blocks(true, band, ((s.outputRow(row, i) - first) * s.outputWidth() + column) * filters, filters, upLeap, flipped,
                    at * place,
                    4L * channels, -(long) apart * s.kernelWidth() * place, filters, taps, null, dx,
                    4 * (down + (long) s.inputColumn(column, j) * channels), 4L * s.strideWidth() * channels, s.endColumn(j) - column, channels);
        }
    }

    /** A unit is a block of rows of dKernel that belong to one run. */
    static int kernelGradientUnits(Conv2DShape s) {
        return s.kernelHeight() * (s.kernelWidth() / s.runColumns()) * blocks(s);
    }

    private static int blocks(Conv2DShape s) {
        return Math.ceilDiv(s.runLength(), UNIT);
    }

    /** dKernel, from a float on: the sum over samples [from, to), in ascending order, and what is there already if {@code add}. */
    static void kernelGradient(MemorySegment x, MemorySegment dy, MemorySegment dKernel, long at, boolean add, int from, int to, int firstUnit,
            int endUnit, Conv2DShape s) {
        int blocks = blocks(s);
        int rows = bandRows(s);
        for (int sample = from; sample < to; sample++) {
            for (int row = 0; row < s.outputHeight(); row += rows) {
                int end = Math.min(row + rows, s.outputHeight());
                float[] band = inputBand(x, sample, row, end, s);
                for (int unit = firstUnit; unit < endUnit; unit++) {
                    int place = unit / blocks * s.runColumns();
                    int block = unit % blocks * UNIT;
                    kernelGradient(band, row, end, dy, dKernel, 4 * at, sample, place / s.kernelWidth(), place % s.kernelWidth(), block,
                            Math.min(block + UNIT, s.runLength()), add || sample > from || row > 0, s);
                }
            }
        }
    }

    /** Numbers [firstNumber, endNumber) of the run at place (i, j) of the kernel, from the output's rows [first, end). */
    private static void kernelGradient(float[] band, int first, int end, MemorySegment dy, MemorySegment dKernel, long at, int sample, int i, int j,
            int firstNumber, int endNumber, boolean add, Conv2DShape s) {
        int channels = s.channels();
        int wide = s.wideWidth() * channels;
        long line = 4L * s.filters();
        int row = Math.clamp(s.firstRow(i), first, end);
        int rows = Math.clamp(s.endRow(i), row, end) - row;
        int in = (s.inputRow(row, i) - s.firstInputRow(first)) * wide + j * s.dilationWidth() * channels + firstNumber;
        MatrixProduct.blocks(false, band, in, s.strideWidth() * channels, s.strideHeight() * wide, dy, outputAt(s, sample, row, 0), line,
                s.outputWidth() * line, s.outputWidth(), rows, add ? null : MatrixProduct.ZEROS, dKernel,
                at + ((long) (i * s.kernelWidth() + j) * channels + firstNumber) * line, line, endNumber - firstNumber, s.filters());
    }

    /** A 1×1 kernel over every pixel: the input is its own matrix of windows. */
    private static boolean pointwise(Conv2DShape s) {
        return s.kernelHeight() == 1 && s.kernelWidth() == 1 && s.strideHeight() == 1 && s.strideWidth() == 1 && !s.padded();
    }

    /** How many rows of the kernel are one sum, so that the columns of it that are in use stay in the second-level cache. */
    private static int together(int runLength) {
        return Math.max(1, LONG_SUM / runLength);
    }

    /** How many rows of the output are computed from one band of the input. */
    private static int bandRows(Conv2DShape s) {
        int window = (s.kernelHeight() - 1) * s.dilationHeight() + 1;
        return Math.max(1, (MatrixProduct.LEFT_BLOCK / (s.wideWidth() * s.channels()) - window) / s.strideHeight() + 1);
    }

    /** The rows of a sample's input under the windows of some output rows, each with its padding on the left and right. */
    private static float[] inputBand(MemorySegment x, int sample, int row, int end, Conv2DShape s) {
        int first = s.firstInputRow(row);
        int last = s.endInputRow(end - 1);
        int length = s.width() * s.channels();
        int wide = s.wideWidth() * s.channels();
        float[] band = Scratch.array(Scratch.Slot.LEFT, Math.max(0, last - first) * wide);
        long at = 4 * ((long) sample * s.height() + first) * length;
        if (wide == length) {
            VectorMoves.toArray(x, at, band, 0, (last - first) * length);
        } else {
            Arrays.fill(band, 0, Math.max(0, last - first) * wide, 0);
            for (int i = first; i < last; i++) {
                VectorMoves.toArray(x, at + 4L * (i - first) * length, band, (i - first) * wide + s.padLeft() * s.channels(), length);
            }
        }
        return band;
    }

    private static long outputAt(Conv2DShape s, int sample, int row, int column) {
        return 4 * (((long) sample * s.outputHeight() + row) * s.outputWidth() + column) * s.filters();
    }
}
