package dev.jacquard.processor.read;

import java.lang.annotation.Annotation;

import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;

import org.jspecify.annotations.Nullable;

/** Finds the annotations of a definition by their qualified names. */
final class Annotated {
    private Annotated() {
    }

    static @Nullable AnnotationMirror find(Element element, Class<? extends Annotation> annotation) {
        return element.getAnnotationMirrors().stream().filter(mirror -> is(mirror, annotation)).findFirst().orElse(null);
    }

    static boolean is(AnnotationMirror mirror, Class<? extends Annotation> annotation) {
        return qualifiedName(mirror).equals(annotation.getName());
    }

    static boolean isLayer(AnnotationMirror mirror) {
        return LayerReader.annotations().contains(qualifiedName(mirror));
    }

    static String simpleName(AnnotationMirror mirror) {
        return mirror.getAnnotationType().asElement().getSimpleName().toString();
    }

    private static String qualifiedName(AnnotationMirror mirror) {
        return mirror.getAnnotationType().asElement() instanceof TypeElement type ? type.getQualifiedName().toString() : "";
    }
}
