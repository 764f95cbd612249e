package dev.jacquard.processor.read;

import java.util.List;

import javax.lang.model.element.TypeElement;

import dev.jacquard.model.Loss;

import org.jspecify.annotations.Nullable;

/**
 * A model with its wiring resolved and its blocks inlined, before shapes.
 *
 * @param type        the definition
 * @param packageName empty for the unnamed package
 * @param name        with outer types: {@code Outer_Inner}
 * @param loss        of every output that names none
 * @param model       where the attributes of {@code @Model} stand
 * @param budget      null without limits
 * @param layers      each after the layers it reads, and only those that a result depends on
 * @param results     in the order of the definition
 * @param claims      shapes that inlined blocks declare for their inputs
 */
public record ModelSpec(TypeElement type, String packageName, String name, Loss loss, Attributes model, @Nullable BudgetSpec budget,
        List<LayerSpec> layers, List<ResultSpec> results, List<ShapeClaim> claims) {
    /** Keeps its own copies. */
    public ModelSpec {
        layers = List.copyOf(layers);
        results = List.copyOf(results);
        claims = List.copyOf(claims);
    }
}
