package dev.jacquard.model;

/** What a window does at the border of an image. */
public enum Padding {
    /** The window stays inside: output = ⌈(input − (kernel − 1)·dilation) / stride⌉. */
    VALID,
    /** Zeros around the image so that output = ⌈input / stride⌉; the odd one goes to the bottom and right. */
    SAME
}
