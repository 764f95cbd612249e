package dev.jacquard.processor.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;

/**
 * The place of an anchor in the source order, as far as the language model tells it: which member of which type, then which annotation, which
 * attribute, then which parameter.
 */
record Position(String type, List<Integer> steps) implements Comparable<Position> {
    static Position of(Anchor anchor) {
        Deque<Integer> steps = new ArrayDeque<>();
        Element element = anchor.element();
        Element parent = element.getEnclosingElement();
        while (parent != null && !(parent instanceof PackageElement)) {
            // Annotations stand before parameters, so parameters count from a number that no annotation reaches.
            steps.addFirst(parent instanceof ExecutableElement method ? 1000 + method.getParameters().indexOf(element)
                    : parent.getEnclosedElements().indexOf(element));
            element = parent;
            parent = element.getEnclosingElement();
        }
        List<Integer> all = new ArrayList<>(steps);
        AnnotationMirror annotation = anchor.annotation();
        if (annotation != null) {
            all.add(anchor.element().getAnnotationMirrors().indexOf(annotation));
            AnnotationValue value = anchor.around() == null ? anchor.value() : anchor.around();
            if (value != null) {
                all.add(new ArrayList<>(annotation.getElementValues().values()).indexOf(value));
            }
        }
        return new Position(element instanceof TypeElement type ? type.getQualifiedName().toString() : element.getSimpleName().toString(),
                List.copyOf(all));
    }

    /** A name a reader recognises: {@code Residual.conv}. */
    static String path(Element element) {
        Element parent = element.getEnclosingElement();
        return parent == null || parent instanceof PackageElement ? element.getSimpleName().toString() : path(parent) + "." + element.getSimpleName();
    }

    @Override
    public int compareTo(Position other) {
        int order = type.compareTo(other.type);
        for (int i = 0; order == 0 && i < Math.min(steps.size(), other.steps.size()); i++) {
            order = Integer.compare(steps.get(i), other.steps.get(i));
        }
        return order != 0 ? order : Integer.compare(steps.size(), other.steps.size());
    }
}
