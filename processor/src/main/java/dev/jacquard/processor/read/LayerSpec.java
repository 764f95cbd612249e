package dev.jacquard.processor.read;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import javax.lang.model.element.ExecutableElement;

import dev.jacquard.processor.graph.Layer;

import org.jspecify.annotations.Nullable;

/**
 * One layer of a model after blocks are inlined.
 *
 * @param name   {@code hidden}, or {@code body.conv} inside a block
 * @param method the method of the model: that of the layer, or that which inlines the block
 * @param value  what was written
 * @param layer  null where a mistake has been reported
 * @param inputs the names of the layers it reads; null where a mistake has been reported
 */
public record LayerSpec(String name, ExecutableElement method, Value value, @Nullable Layer layer, List<@Nullable String> inputs) {
    /** Keeps its own copy of the inputs. */
    public LayerSpec {
        inputs = Collections.unmodifiableList(new ArrayList<>(inputs));
    }
}
