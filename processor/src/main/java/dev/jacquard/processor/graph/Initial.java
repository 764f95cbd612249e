package dev.jacquard.processor.graph;

import dev.jacquard.model.Initialization;

/**
 * How a parameter starts: CONSTANT takes {@code first} as the value, UNIFORM the bounds, NORMAL mean and standard deviation; the others
 * neither.
 */
public record Initial(Initialization kind, double first, double second) {
    /** All zeros. */
    public static final Initial ZEROS = new Initial(Initialization.ZEROS, 0, 0);
    /** All ones. */
    public static final Initial ONES = new Initial(Initialization.ONES, 0, 0);
}
