package dev.jacquard.processor.read;

import dev.jacquard.model.Loss;

/**
 * An {@code @Output} on a method.
 *
 * @param loss       NONE takes the model's
 * @param weight     greater than 0
 * @param attributes where the values stand
 */
public record OutputSpec(Loss loss, double weight, Attributes attributes) {
}
