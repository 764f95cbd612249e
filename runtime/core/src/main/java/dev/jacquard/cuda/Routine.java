package dev.jacquard.cuda;

import java.util.Locale;

/**
 * What an operation computes, in words that NVIDIA's libraries understand: enough to let one of them do it instead of the kernel. Operands are those
 * of the {@link Call}: the result, the two factors, and the bias or its gradient if there is one.
 */
public sealed interface Routine {
    /** What becomes of a sum before it is stored. */
    enum Finish {
        /** It is the result. */
        NONE,
        /** The bias of its column is added. */
        BIAS,
        /** Negative sums become 0. */
        RELU,
        /** Bias, then ReLU. */
        BIAS_RELU,
        /** It is the result, and the right matrix's columns are summed up as well: a bias' gradient. */
        COLUMN_SUMS,
        /** Something else, which the kernel with {@code _sum} behind its name does. */
        OTHER
    }

    /**
     * A product of matrices whose sizes are those of {@link Work.Product}: result (m, n) = left (m, k) · right (k, n), all row-major.
     *
     * @param transposeLeft  whether the left one is stored as (k, m)
     * @param transposeRight whether the right one is stored as (n, k)
     */
    record Matrices(boolean transposeLeft, boolean transposeRight, Finish finish) implements Routine {
    }

    /** Which of the three convolutions it is. */
    enum Direction {
        /** y (B, out, filters) of x and the kernel. */
        FORWARD,
        /** dx (B, height, width, channels) of dy and the kernel. */
        INPUT_GRADIENT,
        /** dk (sizeY, sizeX, channels, filters) of x and dy. */
        KERNEL_GRADIENT
    }

    /**
     * A window that moves over images (height, width, channels).
     *
     * @param top    rows of zeros above
     * @param bottom rows of zeros below
     * @param left   columns of zeros before
     * @param right  columns of zeros behind
     */
    record Window(int height, int width, int channels, int sizeY, int sizeX, int strideY, int strideX, int dilationY, int dilationX, int top,
            int bottom, int left, int right) {
        /** Rows of the result. */
        int outHeight() {
            return (height + top + bottom - (sizeY - 1) * dilationY - 1) / strideY + 1;
        }

        /** Columns of the result. */
        int outWidth() {
            return (width + left + right - (sizeX - 1) * dilationX - 1) / strideX + 1;
        }

        /** Whether there are as many zeros on one side as on the other: cuDNN knows nothing else. */
        boolean symmetric() {
            return top == bottom && left == right;
        }
    }

    /** A convolution of images (B, height, width, channels) with a kernel (sizeY, sizeX, channels, filters), or one of its gradients. */
    record Convolution(Direction direction, Window window, int filters, Finish finish) implements Routine {
        /** For messages: {@code 3x3 convolution of 13x13x32 to 64 filters, input gradient}. */
        @Override
        public String toString() {
            return window.sizeY + "x" + window.sizeX + " convolution of " + window.height + "x" + window.width + "x" + window.channels + " to "
                    + filters + " filters, " + direction.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
