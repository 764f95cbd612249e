package dev.jacquard.processor.report;

import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;

import org.jspecify.annotations.Nullable;

/**
 * The place a message points at: an element, better one of its annotations, best one value in it.
 *
 * @param element    a method, parameter or type
 * @param annotation on that element, or null
 * @param value      in that annotation, or null. For an element of an array: the whole array, because ECJ underlines no single element
 * @param around     for a value of an annotation inside the annotation: the value of the outer one that holds it, because ECJ finds no other
 */
public record Anchor(Element element, @Nullable AnnotationMirror annotation, @Nullable AnnotationValue value, @Nullable AnnotationValue around) {
    /** Points at an annotation or at one of its own values. */
    public Anchor(Element element, @Nullable AnnotationMirror annotation, @Nullable AnnotationValue value) {
        this(element, annotation, value, null);
    }

    /** Points at a whole element. */
    public static Anchor of(Element element) {
        return new Anchor(element, null, null);
    }
}
