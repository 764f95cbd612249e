package dev.jacquard.network;

/** The numbers that products are made of; sums are always FP32. */
public enum FloatFormat {
    /** 32 bits, 24 of them significant: what the CPU engine computes in. */
    FP32,
    /** FP32 whose factors are rounded to 11 significant bits inside the card's matrix units; nothing is stored in it. */
    TF32,
    /** Factors rounded to 8 significant bits, with the range of FP32. */
    BF16
}
