package dev.jacquard.network;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One layer as the definition's author wrote it.
 *
 * @param name       the method's name
 * @param type       the annotation's name: {@code Dense}
 * @param inputs     the values it is made from
 * @param attributes what its annotation says, or leaves at its default, where that changes the network's answers: {@code activation} is
 *                   {@code RELU}
 * @param shape      of its result, without the batch
 * @param parameters the count of all its parameters, trainable or not
 * @param flops      floating-point operations of its forward pass for one sample; a multiply-add counts as two
 */
public record LayerDescription(String name, String type, List<String> inputs, Map<String, String> attributes, Shape shape, long parameters,
        long flops) {
    /** Keeps its own copies, attributes in the order of their names. */
    public LayerDescription {
        inputs = List.copyOf(inputs);
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }
}
