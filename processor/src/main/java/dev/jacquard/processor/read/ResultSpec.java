package dev.jacquard.processor.read;

/**
 * A result of a model.
 *
 * @param layer the name of the layer that makes it
 * @param value the method that is marked {@code @Output}, or the last one
 */
public record ResultSpec(String layer, Value value) {
}
