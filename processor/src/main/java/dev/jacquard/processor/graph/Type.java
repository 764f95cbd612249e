package dev.jacquard.processor.graph;

/**
 * What an operation's result is: floats of a shape, for each sample of the batch or once for the batch, or class numbers.
 */
public record Type(Shape shape, boolean batched, Element element) {
    /** What one element is. */
    public enum Element {
        /** A 32-bit float. */
        FLOAT,
        /** A class number, a 32-bit integer. */
        LABEL
    }

    /** Floats for each sample. */
    public static Type perSample(Shape shape) {
        return new Type(shape, true, Element.FLOAT);
    }

    /** Floats once for the batch: parameters and their gradients. */
    public static Type once(Shape shape) {
        return new Type(shape, false, Element.FLOAT);
    }

    /** As comments in generated code write it: {@code (B, 28, 28)}. */
    @Override
    public String toString() {
        if (!batched) {
            return shape.toString();
        }
        return shape.rank() == 0 ? "(B)" : "(B, " + shape.toString().substring(1);
    }
}
