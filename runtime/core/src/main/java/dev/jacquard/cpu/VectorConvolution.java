package dev.jacquard.cpu;

import static dev.jacquard.cpu.MatrixProduct.ZEROS;

import java.lang.foreign.MemorySegment;

import org.jspecify.annotations.Nullable;

/**
 * Convolutions as products of matrices that are read where they lie. A row of a window is one run of numbers in the input, and so
 * a row of the output is a product of a matrix whose rows overlap: nothing is unfolded. What padding cuts off of a run at the borders is left out
 * pixel by pixel.
 */
final class VectorConvolution {
    /** Rows of a kernel's gradient that are one unit of work: twelve blocks of four. */
    private static final int UNIT = 48;
    private final VectorFormula formulas;

    VectorConvolution(VectorFormula formulas) {
        this.formulas = formulas;
    }

    void forward(MemorySegment x, MemorySegment kernel, @Nullable MemorySegment bias, MemorySegment y, int from, int to, Conv2DShape s,
            @Nullable Formula activation, int key) {
        MemorySegment start = bias == null ? ZEROS : bias;
        long line = 4L * s.filters();
        for (int sample = from; sample < to; sample++) {
            if (pointwise(s)) {
                MatrixProduct.rows(x, 4L * sample * s.inputSize(), 4L * s.channels(), kernel, 0, line, s.channels(), start, 0, 0, y,
                        4L * sample * s.outputSize(), line, s.outputHeight() * s.outputWidth(), s.filters());
            } else {
                if (singleChannel(s)) {
                    forwardOfOneChannel(x, kernel, start, y, sample, s);
                }
                for (int i = 0; i < s.kernelHeight(); i++) {
                    forward(x, kernel, start, y, sample, i, s);
                }
                for (int row = 0; row < s.outputHeight(); row++) {
                    if (s.firstTap(row) == s.endTap(row)) {
                        // Padding alone, as far as the window reaches.
                        MatrixProduct.rows(x, 0, 0, kernel, 0, line, 0, start, 0, 0, y, outputAt(s, sample, row, 0), line, s.outputWidth(),
                                s.filters());
                    }
                }
            }
            if (activation != null) {
                formulas.run(activation.program(), y, y, y, y, y, (long) sample * s.outputSize(), (long) (sample + 1) * s.outputSize(), key);
            }
        }
    }

    /** What row i of the kernel gives to a sample; the first one starts the sums. */
    private static void forward(MemorySegment x, MemorySegment kernel, MemorySegment start, MemorySegment y, int sample, int i, Conv2DShape s) {
        long line = 4L * s.filters();
        for (int j = 0; j < s.kernelWidth(); j += s.runColumns()) {
            long k = 4L * (i * s.kernelWidth() + j) * s.channels() * s.filters();
            int inner = s.innerStart(j);
            int innerEnd = s.innerEnd(j);
            for (int row = s.firstRow(i); row < s.endRow(i); row++) {
                boolean first = i == s.firstTap(row) && j == 0;
                MemorySegment from = first ? start : y;
                long fromRow = first ? 0 : line;
                long in = inputAt(s, sample, s.inputRow(row, i), s.inputColumn(0, j));
                long step = 4L * s.strideWidth() * s.channels();
                long out = outputAt(s, sample, row, 0);
                if (innerEnd > inner && !singleChannel(s)) {
                    MatrixProduct.rows(x, in + inner * step, step, kernel, k, line, s.runLength(), from, first ? 0 : out + inner * line, fromRow, y,
                            out + inner * line, line, innerEnd - inner, s.filters());
                }
                for (int column = border(0, inner, innerEnd); column < s.outputWidth(); column = border(column + 1, inner, innerEnd)) {
                    int left = s.left(column, j);
                    int right = s.right(column, j);
                    MatrixProduct.rows(x, in + column * step + 4L * left, 0, kernel, k + left * line, line, right - left, from,
                            first ? 0 : out + column * line, 0, y, out + column * line, line, 1, s.filters());
                }
            }
        }
    }

    /** With one channel the runs of neighbouring pixels begin side by side, and all rows of a window are one sum: whole runs, of every output row. */
    private static void forwardOfOneChannel(MemorySegment x, MemorySegment kernel, MemorySegment start, MemorySegment y, int sample, Conv2DShape s) {
        long line = 4L * s.filters();
        int inner = s.innerStart(0);
        for (int row = 0; row < s.outputHeight(); row++) {
            int i = s.firstTap(row);
            MatrixProduct.columns(x, inputAt(s, sample, s.inputRow(row, i), s.inputColumn(inner, 0)), 4, 4L * s.dilationHeight() * s.width(), kernel,
                    (long) i * s.kernelWidth() * line, line, s.kernelWidth() * line, s.kernelWidth(), s.endTap(row) - i, start, 0, 0, y,
                    outputAt(s, sample, row, inner), line, s.innerEnd(0) - inner, s.filters());
        }
    }

    /** dx: every output pixel sends its gradient, multiplied with the kernel, to the elements of its window. */
    static void inputGradient(MemorySegment dy, MemorySegment transposed, MemorySegment dx, int from, int to, Conv2DShape s) {
        int window = s.kernelHeight() * s.kernelWidth() * s.channels();
        for (int sample = from; sample < to; sample++) {
            if (pointwise(s)) {
                MatrixProduct.rows(dy, 4L * sample * s.outputSize(), 4L * s.filters(), transposed, 0, 4L * window, s.filters(), ZEROS, 0, 0, dx,
                        4L * sample * s.inputSize(), 4L * window, s.outputHeight() * s.outputWidth(), window);
                continue;
            }
            VectorMoves.fill(dx, (long) sample * s.inputSize(), (long) (sample + 1) * s.inputSize(), 0);
            for (int i = 0; i < s.kernelHeight(); i++) {
                for (int j = 0; j < s.kernelWidth(); j += s.runColumns()) {
                    long k = 4L * (i * s.kernelWidth() + j) * s.channels();
                    for (int row = s.firstRow(i); row < s.endRow(i); row++) {
                        inputGradient(dy, outputAt(s, sample, row, 0), transposed, k, dx, inputAt(s, sample, s.inputRow(row, i), s.inputColumn(0, j)),
                                j, s);
                    }
                }
            }
        }
    }

    /** One row of dy and one run of the kernel. Pixels whose runs do not overlap are done together. */
    private static void inputGradient(MemorySegment dy, long up, MemorySegment transposed, long k, MemorySegment dx, long down, int j,
            Conv2DShape s) {
        long line = 4L * s.filters();
        long step = 4L * s.strideWidth() * s.channels();
        long kernelLine = 4L * s.kernelHeight() * s.kernelWidth() * s.channels();
        int inner = s.innerStart(j);
        int innerEnd = s.innerEnd(j);
        int apart = Math.ceilDiv(s.runColumns(), s.strideWidth());
        for (int column = inner; column < Math.min(inner + apart, innerEnd); column++) {
            MatrixProduct.rows(dy, up + column * line, apart * line, transposed, k, kernelLine, s.filters(), dx, down + column * step, apart * step,
                    dx, down + column * step, apart * step, Math.ceilDiv(innerEnd - column, apart), s.runLength());
        }
        for (int column = border(0, inner, innerEnd); column < s.outputWidth(); column = border(column + 1, inner, innerEnd)) {
            int left = s.left(column, j);
            int right = s.right(column, j);
            if (left < right) {
                long at = down + column * step + 4L * left;
                MatrixProduct.rows(dy, up + column * line, 0, transposed, k + 4L * left, kernelLine, s.filters(), dx, at, 0, dx, at, 0, 1,
                        right - left);
            }
        }
    }

    /** A unit is a block of rows of dKernel that belong to one run. */
    static int kernelGradientUnits(Conv2DShape s) {
        return s.kernelHeight() * (s.kernelWidth() / s.runColumns()) * blocks(s);
    }

    private static int blocks(Conv2DShape s) {
        return Math.ceilDiv(s.runLength(), UNIT);
    }

    /** dKernel, from a float on: the sum over samples [from, to), in ascending order. */
    static void kernelGradient(MemorySegment x, MemorySegment dy, MemorySegment dKernel, long at, int from, int to, int firstUnit, int endUnit,
            Conv2DShape s) {
        int blocks = blocks(s);
        for (int sample = from; sample < to; sample++) {
            for (int unit = firstUnit; unit < endUnit; unit++) {
                int place = unit / blocks * s.runColumns();
                int block = unit % blocks * UNIT;
                kernelGradient(x, dy, dKernel, 4 * at, sample, place / s.kernelWidth(), place % s.kernelWidth(), block,
                        Math.min(block + UNIT, s.runLength()), sample > from, s);
            }
        }
    }

    /** Numbers [first, end) of the run at place (i, j) of the kernel. */
    private static void kernelGradient(MemorySegment x, MemorySegment dy, MemorySegment dKernel, long at, int sample, int i, int j, int first,
            int end, boolean add, Conv2DShape s) {
        long line = 4L * s.filters();
        long step = 4L * s.strideWidth() * s.channels();
        int row = s.firstRow(i);
        int rows = s.endRow(i) - row;
        int inner = s.innerStart(j);
        int count = rows == 0 ? 0 : s.innerEnd(j) - inner;
        long target = at + ((long) (i * s.kernelWidth() + j) * s.channels() + first) * line;
        long in = inputAt(s, sample, s.inputRow(row, i), s.inputColumn(0, j)) + 4L * first;
        long inRow = 4L * s.strideHeight() * s.width() * s.channels();
        long up = outputAt(s, sample, row, 0);
        long upRow = s.outputWidth() * line;
        MatrixProduct.columns(x, in + inner * step, step, inRow, dy, up + inner * line, line, upRow, count, count == 0 ? 0 : rows,
                add ? dKernel : ZEROS, target, add ? line : 0, dKernel, target, line, end - first, s.filters());
        for (int column = border(0, inner, inner + count); rows > 0 && column < s.outputWidth(); column = border(column + 1, inner, inner + count)) {
            int left = Math.clamp(s.left(column, j) - first, 0, end - first);
            int right = Math.clamp(s.right(column, j) - first, left, end - first);
            if (left < right) {
                MatrixProduct.columns(x, in + column * step + 4L * left, 0, inRow, dy, up + column * line, 0, upRow, 1, rows, dKernel,
                        target + left * line, line, dKernel, target + left * line, line, right - left, s.filters());
            }
        }
    }

    /** A column, or the next one behind those whose runs are whole. */
    private static int border(int column, int inner, int innerEnd) {
        return column == inner ? innerEnd : column;
    }

    private static boolean singleChannel(Conv2DShape s) {
        return s.channels() == 1 && s.strideWidth() == 1 && s.dilationWidth() == 1;
    }

    /** A 1×1 kernel over every pixel: the input is its own matrix of windows. */
    private static boolean pointwise(Conv2DShape s) {
        return s.kernelHeight() == 1 && s.kernelWidth() == 1 && s.strideHeight() == 1 && s.strideWidth() == 1 && !s.padded();
    }

    /** The byte of an input pixel, which may be one of the padding's. */
    private static long inputAt(Conv2DShape s, int sample, int row, int column) {
        return 4 * (((long) sample * s.height() + row) * s.width() + column) * s.channels();
    }

    private static long outputAt(Conv2DShape s, int sample, int row, int column) {
        return 4 * (((long) sample * s.outputHeight() + row) * s.outputWidth() + column) * s.filters();
    }
}
