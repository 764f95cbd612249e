package dev.jacquard.cpu;

import java.lang.foreign.MemorySegment;

import org.jspecify.annotations.Nullable;

/** Convolutions as products of matrices: windows are unfolded band by band into memory that stays in the cache. */
final class VectorConvolution {
    /** Floats of a band of windows: 64 KB of the second-level cache. */
    private static final int BAND = 16 * 1024;
    /** Rows of a kernel's gradient that are one unit of work: ten blocks of five or four. */
    private static final int UNIT = 48;
    /** Floats of unfolded windows from which one unit's gradient is computed at a time: 24 KB of the first-level cache. */
    private static final int UNIT_BAND = 6 * 1024;

    private final VectorFormula formulas;

    VectorConvolution(VectorFormula formulas) {
        this.formulas = formulas;
    }

    void forward(MemorySegment x, MemorySegment kernel, @Nullable MemorySegment bias, MemorySegment y, int from, int to, Conv2DShape s,
            @Nullable Formula activation, int key) {
        int window = s.kernelHeight() * s.kernelWidth() * s.channels();
        int filters = s.filters();
        int height = s.outputHeight();
        int width = s.outputWidth();
        int band = bandRows(BAND, width * window, height);
        MemorySegment windows = pointwise(s) ? x : Scratch.floats(Scratch.Slot.WINDOWS, (long) band * width * window);
        for (int sample = from; sample < to; sample++) {
            for (int row = 0; row < height; row += band) {
                int end = Math.min(row + band, height);
                int pixels = (end - row) * width;
                long target = ((long) sample * height + row) * width * filters;
                if (singleChannel(s)) {
                    Unfolding.unfoldTransposed(x, sample, s, row, end, 0, window, windows);
                    MatrixProduct.columns(windows, 0, 4L * pixels, kernel, 0, 4L * filters, window, bias, false, y, 4 * target, 4L * filters,
                            pixels, filters);
                } else {
                    long source = 0;
                    if (pointwise(s)) {
                        source = 4 * ((long) sample * height + row) * width * window;
                    } else {
                        Unfolding.unfold(x, sample, s, row, end, 0, window, windows);
                    }
                    MatrixProduct.rows(windows, source, 4L * window, kernel, 0, 4L * filters, window, bias, false, y, 4 * target, 4L * filters,
                            pixels, filters);
                }
                if (activation != null) {
                    formulas.run(activation.program(), y, y, y, y, y, target, target + (long) pixels * filters, key);
                }
            }
        }
    }

    /** dx: every output pixel sends its gradient, multiplied with the kernel, to the elements of its window. */
    static void inputGradient(MemorySegment dy, MemorySegment transposed, MemorySegment dx, int from, int to, Conv2DShape s) {
        int window = s.kernelHeight() * s.kernelWidth() * s.channels();
        int filters = s.filters();
        int height = s.outputHeight();
        int width = s.outputWidth();
        if (pointwise(s)) {
            MatrixProduct.rows(dy, 4L * from * s.outputSize(), 4L * filters, transposed, 0, 4L * window, filters, null, false, dx,
                    4L * from * s.inputSize(), 4L * window, (to - from) * height * width, window);
            return;
        }
        int band = bandRows(BAND, width * window, height);
        MemorySegment windows = Scratch.floats(Scratch.Slot.WINDOWS, (long) band * width * window);
        VectorMoves.fill(dx, (long) from * s.inputSize(), (long) to * s.inputSize(), 0);
        for (int sample = from; sample < to; sample++) {
            for (int row = 0; row < height; row += band) {
                int end = Math.min(row + band, height);
                MatrixProduct.rows(dy, 4 * ((long) sample * height + row) * width * filters, 4L * filters, transposed, 0, 4L * window, filters,
                        null, false, windows, 0, 4L * window, (end - row) * width, window);
                Unfolding.fold(windows, dx, sample, s, row, end);
            }
        }
    }

    static int kernelGradientUnits(Conv2DShape s) {
        return Math.ceilDiv(s.kernelHeight() * s.kernelWidth() * s.channels(), unitRows(s));
    }

    /** dKernel = windowsᵀ·dy, summed over samples in ascending order; a unit is a range of rows of dKernel. */
    static void kernelGradient(MemorySegment x, MemorySegment dy, MemorySegment dKernel, int from, int to, int batch, Conv2DShape s) {
        int rows = s.kernelHeight() * s.kernelWidth() * s.channels();
        int filters = s.filters();
        int height = s.outputHeight();
        int width = s.outputWidth();
        for (int unit = from; unit < to; unit++) {
            int first = unit * unitRows(s);
            int end = Math.min(first + unitRows(s), rows);
            int columns = end - first;
            int band = bandRows(UNIT_BAND, width * columns, height);
            MemorySegment windows = Scratch.floats(Scratch.Slot.WINDOWS, (long) band * width * columns);
            long target = 4L * first * filters;
            for (int sample = 0; sample < batch; sample++) {
                for (int row = 0; row < height; row += band) {
                    int last = Math.min(row + band, height);
                    int pixels = (last - row) * width;
                    long source = 4 * ((long) sample * height + row) * width * filters;
                    boolean add = sample + row > 0;
                    if (singleChannel(s)) {
                        Unfolding.unfoldTransposed(x, sample, s, row, last, first, end, windows);
                        MatrixProduct.rows(windows, 0, 4L * pixels, dy, source, 4L * filters, pixels, null, add, dKernel, target, 4L * filters,
                                columns, filters);
                    } else {
                        Unfolding.unfold(x, sample, s, row, last, first, end, windows);
                        MatrixProduct.columns(windows, 0, 4L * columns, dy, source, 4L * filters, pixels, null, add, dKernel, target,
                                4L * filters, columns, filters);
                    }
                }
            }
        }
    }

    private static int unitRows(Conv2DShape s) {
        int window = s.kernelHeight() * s.kernelWidth() * s.channels();
        return window > UNIT ? UNIT : s.kernelWidth() * s.channels();
    }

    /** A 1×1 kernel over every pixel: the input is its own matrix of windows. */
    private static boolean pointwise(Conv2DShape s) {
        return s.kernelHeight() == 1 && s.kernelWidth() == 1 && s.strideHeight() == 1 && s.strideWidth() == 1 && !s.padded();
    }

    /** One channel and no gaps between columns: the windows are cheaper to write, and their runs longer, when their matrix is transposed. */
    private static boolean singleChannel(Conv2DShape s) {
        return s.channels() == 1 && s.strideWidth() == 1;
    }

    private static int bandRows(int budget, int floatsOfRow, int height) {
        return Math.clamp(budget / floatsOfRow, 1, height);
    }
}
