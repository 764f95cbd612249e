package dev.jacquard.processor.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.VariableElement;

import dev.jacquard.processor.report.Anchor;

import org.jspecify.annotations.Nullable;

/** The attributes of one annotation, written or default, and where each of them stands. */
public final class Attributes {
    private final Anchor anchor;
    private final AnnotationMirror mirror;
    private final Map<String, AnnotationValue> written = new LinkedHashMap<>();

    /** Of an annotation on an element. */
    Attributes(Element element, AnnotationMirror mirror) {
        this(new Anchor(element, mirror, null), mirror);
    }

    private Attributes(Anchor anchor, AnnotationMirror mirror) {
        this.anchor = anchor;
        this.mirror = mirror;
        mirror.getElementValues().forEach((method, value) -> written.put(method.getSimpleName().toString(), value));
    }

    /** The annotation's simple name. */
    public String name() {
        return mirror.getAnnotationType().asElement().getSimpleName().toString();
    }

    /** The annotation as a whole. */
    public Anchor anchor() {
        return anchor;
    }

    /** The value of an attribute where it is written, else the annotation as a whole. */
    public Anchor anchor(String attribute) {
        AnnotationValue value = written.get(attribute);
        return value == null ? anchor : new Anchor(anchor.element(), anchor.annotation(), value, anchor.value());
    }

    /** Whether the attribute is written rather than left to its default. */
    public boolean writes(String attribute) {
        return written.containsKey(attribute);
    }

    /** The names of the attributes that are written, in their order. */
    public List<String> written() {
        return List.copyOf(written.keySet());
    }

    int integer(String attribute) {
        return ((Number) value(attribute)).intValue();
    }

    long whole(String attribute) {
        return ((Number) value(attribute)).longValue();
    }

    double number(String attribute) {
        return ((Number) value(attribute)).doubleValue();
    }

    boolean flag(String attribute) {
        return (Boolean) value(attribute);
    }

    List<Integer> integers(String attribute) {
        List<Integer> numbers = new ArrayList<>();
        if (value(attribute) instanceof List<?> list) {
            for (Object item : list) {
                numbers.add((Integer) ((AnnotationValue) item).getValue());
            }
        } else {
            numbers.add(integer(attribute));
        }
        return numbers;
    }

    <E extends Enum<E>> E constant(String attribute, Class<E> type) {
        return Enum.valueOf(type, ((VariableElement) value(attribute)).getSimpleName().toString());
    }

    /** An annotation as a value. Its own values are anchored within the outer annotation. */
    Attributes nested(String attribute) {
        return new Attributes(anchor(attribute), (AnnotationMirror) value(attribute));
    }

    private Object value(String attribute) {
        AnnotationValue value = find(attribute);
        if (value == null) {
            throw new IllegalStateException("@" + name() + " has no value " + attribute);
        }
        return value.getValue();
    }

    private @Nullable AnnotationValue find(String attribute) {
        AnnotationValue value = written.get(attribute);
        if (value == null) {
            for (Element member : mirror.getAnnotationType().asElement().getEnclosedElements()) {
                if (member instanceof ExecutableElement method && method.getSimpleName().contentEquals(attribute)) {
                    return method.getDefaultValue();
                }
            }
        }
        return value;
    }
}
