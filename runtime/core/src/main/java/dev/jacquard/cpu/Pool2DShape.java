package dev.jacquard.cpu;

/**
 * The sizes of a two-dimensional pooling, channels last. Input (batch, height, width, channels), output (batch, outputHeight, outputWidth,
 * channels). Padding counts neither for a maximum nor for an average.
 *
 * @param height       rows of the input
 * @param width        columns of the input
 * @param channels     channels of input and output
 * @param poolHeight   rows of a window
 * @param poolWidth    columns of a window
 * @param strideHeight rows between two windows
 * @param strideWidth  columns between two windows
 * @param padTop       rows above
 * @param padBottom    rows below
 * @param padLeft      columns on the left
 * @param padRight     columns on the right
 */
public record Pool2DShape(int height, int width, int channels, int poolHeight, int poolWidth, int strideHeight, int strideWidth, int padTop,
        int padBottom, int padLeft, int padRight) {
    /** Checks that every size is positive, that windows fit and that none lies in the padding only. */
    public Pool2DShape {
        if (Math.min(Math.min(height, width), channels) < 1 || Math.min(Math.min(poolHeight, poolWidth), Math.min(strideHeight, strideWidth)) < 1
                || Math.min(Math.min(padTop, padBottom), Math.min(padLeft, padRight)) < 0
                || Math.max(padTop, padBottom) >= poolHeight || Math.max(padLeft, padRight) >= poolWidth
                || poolHeight > height + padTop + padBottom || poolWidth > width + padLeft + padRight) {
            throw new IllegalArgumentException("A pooling of " + height + "×" + width + "×" + channels + " with windows of " + poolHeight + "×"
                    + poolWidth + ", strides " + strideHeight + "×" + strideWidth + " and padding " + padTop + " " + padBottom + " " + padLeft + " "
                    + padRight + " is not possible: sizes must be positive and every window must reach the input");
        }
    }

    /** No padding: windows lie inside the input and do not overlap. */
    public static Pool2DShape valid(int height, int width, int channels, int poolHeight, int poolWidth) {
        return new Pool2DShape(height, width, channels, poolHeight, poolWidth, poolHeight, poolWidth, 0, 0, 0, 0);
    }

    /** Rows of the output. */
    public int outputHeight() {
        return (height + padTop + padBottom - poolHeight) / strideHeight + 1;
    }

    /** Columns of the output. */
    public int outputWidth() {
        return (width + padLeft + padRight - poolWidth) / strideWidth + 1;
    }

    /** Elements of one input sample. */
    public int inputSize() {
        return height * width * channels;
    }

    /** Elements of one output sample. */
    public int outputSize() {
        return outputHeight() * outputWidth() * channels;
    }

    /** Whether windows lie side by side and wholly in the input. */
    boolean tiles() {
        return strideHeight == poolHeight && strideWidth == poolWidth && (padTop | padBottom | padLeft | padRight) == 0;
    }

    /** The first input row of a window, padding left out. */
    int firstRow(int outputRow) {
        return Math.max(outputRow * strideHeight - padTop, 0);
    }

    /** One past the last input row of a window, padding left out. */
    int endRow(int outputRow) {
        return Math.min(outputRow * strideHeight - padTop + poolHeight, height);
    }

    /** The first input column of a window, padding left out. */
    int firstColumn(int outputColumn) {
        return Math.max(outputColumn * strideWidth - padLeft, 0);
    }

    /** One past the last input column of a window, padding left out. */
    int endColumn(int outputColumn) {
        return Math.min(outputColumn * strideWidth - padLeft + poolWidth, width);
    }
}
