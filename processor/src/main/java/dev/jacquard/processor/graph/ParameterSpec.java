package dev.jacquard.processor.graph;

/**
 * A parameter before it has its place in the arena.
 *
 * @param layer     the layer that owns it
 * @param role      {@code kernel}, {@code bias}, {@code gamma}, {@code beta}, {@code movingMean}, {@code movingVariance}
 * @param shape     row-major
 * @param trainable whether the optimizer changes it
 * @param initial   how it starts
 * @param fanIn     inputs that reach one output
 * @param fanOut    outputs that one input reaches
 * @param penalty   what it adds to the loss
 */
public record ParameterSpec(String layer, String role, Shape shape, boolean trainable, Initial initial, int fanIn, int fanOut,
        Penalty penalty) {
    /** {@code hidden.kernel}: the name in files and messages. */
    public String name() {
        return layer + "." + role;
    }
}
