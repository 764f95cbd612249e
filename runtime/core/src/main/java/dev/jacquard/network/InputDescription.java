package dev.jacquard.network;

/**
 * One value that comes from outside.
 *
 * @param name  the method's name
 * @param shape of one sample
 */
public record InputDescription(String name, Shape shape) {
}
