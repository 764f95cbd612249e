package dev.jacquard.network;

import dev.jacquard.model.Initialization;

/**
 * How a parameter starts. The meaning of the numbers depends on the kind: CONSTANT takes {@code first} as the value, UNIFORM takes the
 * bounds, NORMAL the mean and the standard deviation; the others need only the fans.
 *
 * @param kind   the way of choosing
 * @param first  constant, minimum or mean
 * @param second maximum or standard deviation
 * @param fanIn  inputs that reach one output
 * @param fanOut outputs that one input reaches
 */
public record InitialValue(Initialization kind, double first, double second, int fanIn, int fanOut) {
}
