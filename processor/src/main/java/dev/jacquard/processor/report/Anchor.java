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
 */
public record Anchor(Element element, @Nullable AnnotationMirror annotation, @Nullable AnnotationValue value) {
    /** Points at a whole element. */
    public static Anchor of(Element element) {
        return new Anchor(element, null, null);
    }
}
