package dev.jacquard.processor.read;

import dev.jacquard.processor.graph.Shape;

/**
 * A block's input that declares a shape.
 *
 * @param call  the method that inlines the block
 * @param input the block's input
 * @param shape what it declares
 * @param layer the name of the layer that the call gives it
 */
public record ShapeClaim(Value call, Value input, Shape shape, String layer) {
}
