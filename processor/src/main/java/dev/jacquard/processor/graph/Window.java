package dev.jacquard.processor.graph;

import dev.jacquard.model.Padding;
import dev.jacquard.processor.graph.Layer.Pair;

/**
 * A window that moves over (height, width, channels), its padding in numbers: shared by convolution and pooling.
 */
public record Window(int height, int width, int channels, Pair size, Pair strides, Pair dilation, int padTop, int padBottom, int padLeft,
        int padRight) {
    /** The window over an image of that shape. */
    public static Window over(Shape image, Pair size, Pair strides, Pair dilation, Padding padding) {
        int[] vertical = padding(image.get(0), size.height(), strides.height(), dilation.height(), padding);
        int[] horizontal = padding(image.get(1), size.width(), strides.width(), dilation.width(), padding);
        return new Window(image.get(0), image.get(1), image.get(2), size, strides, dilation, vertical[0], vertical[1], horizontal[0],
                horizontal[1]);
    }

    private static int[] padding(int length, int size, int stride, int dilation, Padding padding) {
        if (padding == Padding.VALID) {
            return new int[] {0, 0};
        }
        int output = (length + stride - 1) / stride;
        int total = Math.max((output - 1) * stride + (size - 1) * dilation + 1 - length, 0);
        return new int[] {total / 2, total - total / 2};
    }

    /** Whether windows lie side by side and wholly in the image. */
    public boolean tiles() {
        return strides.equals(size) && dilation.equals(new Pair(1, 1)) && (padTop | padBottom | padLeft | padRight) == 0;
    }

    /** Rows of the result. */
    public int outputHeight() {
        return (height + padTop + padBottom - (size.height() - 1) * dilation.height() - 1) / strides.height() + 1;
    }

    /** Columns of the result. */
    public int outputWidth() {
        return (width + padLeft + padRight - (size.width() - 1) * dilation.width() - 1) / strides.width() + 1;
    }
}
