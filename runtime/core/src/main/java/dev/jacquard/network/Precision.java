package dev.jacquard.network;

import java.util.Objects;

/**
 * How exactly a network computes, see {@link PrecisionSpec}. A format is a permission, not an order: an engine may always be more exact.
 *
 * @param compute what the factors of matrix products and convolutions may be rounded to; their sums are FP32
 * @param master  what parameters, gradients and the optimizer's state are kept in: FP32
 */
public record Precision(FloatFormat compute, FloatFormat master) {
    /** TF32 with FP32 masters, as the other frameworks do on cards; the CPU is exact all the same. */
    public static final Precision DEFAULT = new Precision(FloatFormat.TF32, FloatFormat.FP32);
    /** FP32 throughout: a card agrees with the CPU to the accuracy of 32-bit sums. */
    public static final Precision EXACT = new Precision(FloatFormat.FP32, FloatFormat.FP32);

    /**
     * Checks that it is possible.
     *
     * @throws IllegalArgumentException for a master other than FP32
     */
    public Precision {
        Objects.requireNonNull(compute, "compute");
        if (master != FloatFormat.FP32) {
            throw new IllegalArgumentException("master(" + master + ") is not possible: parameters, gradients and the optimizer's state are kept in "
                    + "FP32, because steps smaller than a half of " + master + "'s last place would be lost; say compute(" + master
                    + ").master(FP32)");
        }
    }
}
