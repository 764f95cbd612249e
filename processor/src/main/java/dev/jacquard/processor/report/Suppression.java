package dev.jacquard.processor.report;

import java.util.List;
import java.util.Set;

import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;

/** {@code @SuppressWarnings("jacquard")}, or with a single code such as {@code "JQ308"}, on an element or one around it. */
final class Suppression {
    private Suppression() {
    }

    static boolean silences(Message message, Element place) {
        Set<String> words = Set.of("all", "jacquard", message.code());
        for (Element element = place; element != null; element = element.getEnclosingElement()) {
            for (AnnotationMirror annotation : element.getAnnotationMirrors()) {
                if (annotation.getAnnotationType().asElement() instanceof TypeElement type
                        && type.getQualifiedName().contentEquals(SuppressWarnings.class.getName())
                        && annotation.getElementValues().values().stream().anyMatch(value -> names(value, words))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean names(AnnotationValue value, Set<String> words) {
        return value.getValue() instanceof List<?> list
                ? list.stream().anyMatch(item -> item instanceof AnnotationValue single && names(single, words))
                : words.contains(String.valueOf(value.getValue()));
    }
}
