package dev.jacquard.processor.graph;

/** l1·Σ|w| + l2·Σw² in the loss. */
public record Penalty(double l1, double l2) {
    /** No penalty. */
    public static final Penalty NONE = new Penalty(0, 0);
}
