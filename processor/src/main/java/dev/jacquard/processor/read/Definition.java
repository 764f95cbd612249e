package dev.jacquard.processor.read;

import java.util.List;

import javax.lang.model.element.TypeElement;

/**
 * A model or block as it is written.
 *
 * @param type   the annotated type
 * @param values its methods, in the order of the source
 */
public record Definition(TypeElement type, List<Value> values) {
    /** Keeps its own copy. */
    public Definition {
        values = List.copyOf(values);
    }

    /** The simple name. */
    public String name() {
        return type.getSimpleName().toString();
    }
}
