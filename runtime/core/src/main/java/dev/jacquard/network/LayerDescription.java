package dev.jacquard.network;

import java.util.List;

/**
 * One layer as the definition's author wrote it.
 *
 * @param name       the method's name
 * @param type       the annotation's name: {@code Dense}
 * @param inputs     the values it is made from
 * @param shape      of its result, without the batch
 * @param parameters the count of all its parameters, trainable or not
 * @param flops      floating-point operations of its forward pass for one sample; a multiply-add counts as two
 */
public record LayerDescription(String name, String type, List<String> inputs, Shape shape, long parameters, long flops) {
    /** Keeps its own copy of the inputs. */
    public LayerDescription {
        inputs = List.copyOf(inputs);
    }
}
