package dev.jacquard.processor.read;

/**
 * A {@code @Budget}; a limit of 0 does not apply.
 *
 * @param parameters numbers
 * @param flops      of one forward pass of one sample
 * @param memory     bytes of parameters and activations
 * @param attributes where the values stand
 */
public record BudgetSpec(long parameters, long flops, long memory, Attributes attributes) {
}
