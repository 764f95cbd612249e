package dev.jacquard.network;

/**
 * One parameter of a network and its place in the flat arena.
 *
 * @param name      layer and role: {@code hidden.kernel}
 * @param layer     the layer that owns it: {@code hidden}
 * @param shape     row-major
 * @param offset    the first element, in floats from the start of the arena; a multiple of 16 (64 bytes)
 * @param trainable whether the optimizer changes it; moving averages are not trainable and lie behind all that are
 * @param initial   how it starts
 * @param l1        factor of Σ|w| in the loss
 * @param l2        factor of Σw² in the loss
 */
public record ParameterDescription(String name, String layer, Shape shape, long offset, boolean trainable, InitialValue initial, double l1,
        double l2) {
}
