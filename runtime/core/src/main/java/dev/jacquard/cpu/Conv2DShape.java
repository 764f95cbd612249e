package dev.jacquard.cpu;

/**
 * The sizes of a two-dimensional convolution, channels last. Input (batch, height, width, channels), kernel (kernelHeight, kernelWidth,
 * channels, filters), output (batch, outputHeight, outputWidth, filters).
 *
 * @param height         rows of the input
 * @param width          columns of the input
 * @param channels       channels of the input
 * @param filters        channels of the output
 * @param kernelHeight   rows of the kernel
 * @param kernelWidth    columns of the kernel
 * @param strideHeight   rows between two windows
 * @param strideWidth    columns between two windows
 * @param dilationHeight rows between two rows of a window
 * @param dilationWidth  columns between two columns of a window
 * @param padTop         rows of zeros above
 * @param padBottom      rows of zeros below
 * @param padLeft        columns of zeros on the left
 * @param padRight       columns of zeros on the right
 */
public record Conv2DShape(int height, int width, int channels, int filters, int kernelHeight, int kernelWidth, int strideHeight, int strideWidth,
        int dilationHeight, int dilationWidth, int padTop, int padBottom, int padLeft, int padRight) {
    /** Checks that every size is positive, no padding negative and the kernel not larger than the padded input. */
    public Conv2DShape {
        if (Math.min(Math.min(Math.min(height, width), Math.min(channels, filters)), Math.min(kernelHeight, kernelWidth)) < 1
                || Math.min(Math.min(strideHeight, strideWidth), Math.min(dilationHeight, dilationWidth)) < 1
                || Math.min(Math.min(padTop, padBottom), Math.min(padLeft, padRight)) < 0
                || (kernelHeight - 1) * dilationHeight + 1 > height + padTop + padBottom
                || (kernelWidth - 1) * dilationWidth + 1 > width + padLeft + padRight) {
            throw new IllegalArgumentException("A convolution of " + height + "×" + width + "×" + channels + " with " + filters + " filters of "
                    + kernelHeight + "×" + kernelWidth + ", strides " + strideHeight + "×" + strideWidth + ", dilation " + dilationHeight + "×"
                    + dilationWidth + " and padding " + padTop + " " + padBottom + " " + padLeft + " " + padRight
                    + " is not possible: sizes must be positive and the kernel must fit the padded input");
        }
    }

    /** No padding: windows lie inside the input. */
    public static Conv2DShape valid(int height, int width, int channels, int filters, int kernelHeight, int kernelWidth) {
        return new Conv2DShape(height, width, channels, filters, kernelHeight, kernelWidth, 1, 1, 1, 1, 0, 0, 0, 0);
    }

    /** Rows of the output. */
    public int outputHeight() {
        return (height + padTop + padBottom - (kernelHeight - 1) * dilationHeight - 1) / strideHeight + 1;
    }

    /** Columns of the output. */
    public int outputWidth() {
        return (width + padLeft + padRight - (kernelWidth - 1) * dilationWidth - 1) / strideWidth + 1;
    }

    /** Elements of one input sample. */
    public int inputSize() {
        return height * width * channels;
    }

    /** Elements of one output sample. */
    public int outputSize() {
        return outputHeight() * outputWidth() * filters;
    }

    /** Elements of the kernel. */
    public int kernelSize() {
        return kernelHeight * kernelWidth * channels * filters;
    }

    /** Rows of the flipped kernel, a matrix (kernelHeight·kernelWidth·filters, channels). */
    public int flippedRows() {
        return kernelHeight * kernelWidth * filters;
    }

    /** Whether any border is padded. */
    public boolean padded() {
        return (padTop | padBottom | padLeft | padRight) != 0;
    }

    // ---- runs: numbers of a window that lie together in the input, a whole row of it, or one pixel where columns are dilated ----

    /** Columns of the kernel in a run. */
    int runColumns() {
        return dilationWidth == 1 ? kernelWidth : 1;
    }

    /** Numbers of a run. */
    int runLength() {
        return runColumns() * channels;
    }

    /** The input row, maybe one of padding, under row i of the window of an output row. */
    int inputRow(int row, int i) {
        return row * strideHeight - padTop + i * dilationHeight;
    }

    /** The input column, maybe one of padding, under column j of the window of an output column. */
    int inputColumn(int column, int j) {
        return column * strideWidth - padLeft + j * dilationWidth;
    }

    /** The first output row that has an input row under row i of its window. */
    int firstRow(int i) {
        return Math.clamp(Math.ceilDiv(padTop - i * dilationHeight, strideHeight), 0, outputHeight());
    }

    /** One past the last output row that has an input row under row i of its window. */
    int endRow(int i) {
        return Math.clamp(Math.floorDiv(height - 1 + padTop - i * dilationHeight, strideHeight) + 1, firstRow(i), outputHeight());
    }

    /** The first input row, not of padding, under the window of an output row; the height where there is none. */
    int firstInputRow(int row) {
        return Math.clamp(inputRow(row, 0), 0, height);
    }

    /** One past the last input row under the window of an output row. */
    int endInputRow(int row) {
        return Math.clamp(inputRow(row, kernelHeight - 1) + 1L, 0, height);
    }

    /** The first row of the window of an output row that is not padding. */
    int firstTap(int row) {
        return Math.clamp(Math.ceilDiv(padTop - row * strideHeight, dilationHeight), 0, kernelHeight);
    }

    /** One past the last row of the window of an output row that is not padding. */
    int endTap(int row) {
        return Math.clamp(Math.floorDiv(height - 1 + padTop - row * strideHeight, dilationHeight) + 1, firstTap(row), kernelHeight);
    }

    /** The first output column that has an input column, not padding, under column j of its window. */
    int firstColumn(int j) {
        return Math.clamp(Math.ceilDiv(padLeft - j * dilationWidth, strideWidth), 0, outputWidth());
    }

    /** One past the last of those columns. */
    int endColumn(int j) {
        return Math.clamp(Math.floorDiv(width - 1 + padLeft - j * dilationWidth, strideWidth) + 1, firstColumn(j), outputWidth());
    }

    /** Columns of the input with the padding on its left and right. */
    int wideWidth() {
        return padLeft + width + padRight;
    }

    // ---- the output rows whose windows an input row belongs to ----

    /** The first output row whose window reaches to an input row or further; maybe one past the last. */
    int firstOutputRow(int inputRow) {
        return Math.clamp(Math.ceilDiv(inputRow + padTop - (kernelHeight - 1) * dilationHeight, strideHeight), 0, outputHeight());
    }

    /** One past the last output row whose window begins at an input row or before. */
    int endOutputRow(int inputRow) {
        return Math.clamp((inputRow + padTop) / strideHeight + 1L, 0, outputHeight());
    }

    /** The output row under whose window's row i an input row lies; meaningful for the taps of that row. */
    int outputRow(int inputRow, int i) {
        return (inputRow + padTop - i * dilationHeight) / strideHeight;
    }

    /** The first row i of a window under which an input row lies; meaningless where {@link #tapsOf} is 0. */
    int firstTapOf(int inputRow) {
        int i = 0;
        while (i < kernelHeight && !under(inputRow, i)) {
            i++;
        }
        return i;
    }

    /** How many there are, each {@link #tapsApart} further on. */
    int tapsOf(int inputRow) {
        int taps = 0;
        for (int i = firstTapOf(inputRow); i < kernelHeight && under(inputRow, i); i += tapsApart()) {
            taps++;
        }
        return taps;
    }

    /** Rows of the kernel from one that meets an input row to the next. */
    int tapsApart() {
        int apart = 1;
        while (apart * dilationHeight % strideHeight != 0) {
            apart++;
        }
        return apart;
    }

    // ---- where an input row or column has an output under every row or column of the kernel ----

    /** Neither strides nor dilation: the input's gradient is a convolution of the output's. */
    boolean dense() {
        return strideHeight == 1 && strideWidth == 1 && dilationHeight == 1 && dilationWidth == 1;
    }

    /** The first such row; meaningful if {@link #dense}, as those below. */
    int innerStart() {
        return Math.max(0, kernelHeight - 1 - padTop);
    }

    /** One past the last; not more than the first where there is none. */
    int innerEnd() {
        return Math.min(height, outputHeight() - padTop);
    }

    /** The first such column. */
    int innerColumnStart() {
        return Math.clamp(kernelWidth - 1L - padLeft, 0, width);
    }

    /** One past the last; not more than the first where there is none. */
    int innerColumnEnd() {
        return Math.min(width, outputWidth() - padLeft);
    }

    private boolean under(int inputRow, int i) {
        int down = inputRow + padTop - i * dilationHeight;
        return down >= 0 && down % strideHeight == 0 && down / strideHeight < outputHeight();
    }
}
