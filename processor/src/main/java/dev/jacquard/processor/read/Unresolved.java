package dev.jacquard.processor.read;

import java.util.List;

import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.SimpleAnnotationValueVisitor14;

import dev.jacquard.processor.report.Anchor;
import dev.jacquard.processor.report.Spelling;

import org.jspecify.annotations.Nullable;

/**
 * Something in a definition that the compiler does not know: perhaps another processor will generate it in this round.
 *
 * @param anchor where it stands
 * @param what   for a message: {@code type Densee}
 * @param remedy what to do when it stays unknown
 */
public record Unresolved(Anchor anchor, String what, String remedy) {
    /** The first thing unknown in a definition, or null when everything is known. */
    public static @Nullable Unresolved find(TypeElement type) {
        Unresolved found = annotations(type);
        for (TypeMirror parent : type.getInterfaces()) {
            found = found == null ? type(parent, Anchor.of(type)) : found;
        }
        found = found == null ? type(type.getSuperclass(), Anchor.of(type)) : found;
        for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
            found = found == null ? method(method) : found;
        }
        return found;
    }

    private static @Nullable Unresolved method(ExecutableElement method) {
        Unresolved found = type(method.getReturnType(), Anchor.of(method));
        found = found == null ? annotations(method) : found;
        for (VariableElement parameter : method.getParameters()) {
            found = found == null ? type(parameter.asType(), Anchor.of(parameter)) : found;
        }
        return found;
    }

    private static @Nullable Unresolved annotations(Element element) {
        for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
            if (mirror.getAnnotationType().getKind() == TypeKind.ERROR) {
                return type(mirror.getAnnotationType(), new Anchor(element, mirror, null));
            }
            if (!Annotations.names().contains(((TypeElement) mirror.getAnnotationType().asElement()).getQualifiedName().toString())) {
                continue;
            }
            List<String> missing = missing(mirror);
            if (!missing.isEmpty()) {
                return new Unresolved(new Anchor(element, mirror, null), missing.getFirst() + " of @" + Annotated.simpleName(mirror),
                        "write @" + Annotated.simpleName(mirror) + "(" + missing.getFirst() + " = …)");
            }
            for (AnnotationValue value : mirror.getElementValues().values()) {
                if (!VALUES.visit(value)) {
                    return new Unresolved(new Anchor(element, mirror, value), "a value in @" + Annotated.simpleName(mirror),
                            "write a constant that the compiler can resolve");
                }
            }
        }
        return null;
    }

    /** Attributes without a value, neither written nor by default. */
    private static List<String> missing(AnnotationMirror mirror) {
        return ElementFilter.methodsIn(mirror.getAnnotationType().asElement().getEnclosedElements()).stream()
                .filter(attribute -> attribute.getDefaultValue() == null && !mirror.getElementValues().containsKey(attribute))
                .map(attribute -> attribute.getSimpleName().toString()).toList();
    }

    private static @Nullable Unresolved type(TypeMirror type, Anchor anchor) {
        if (type.getKind() != TypeKind.ERROR) {
            return null;
        }
        String name = TypeNames.simple(type);
        List<String> known = Annotations.names().stream().map(full -> full.substring(full.lastIndexOf('.') + 1)).toList();
        String nearest = anchor.annotation() == null ? Spelling.nearest(name, List.of("Tensor")) : Spelling.nearest(name, known);
        return new Unresolved(anchor, "type " + name, nearest == null || nearest.equals(name) ? "import " + name + ", or add the library that has it"
                : "did you mean " + nearest + "?");
    }

    /** Whether every part of a value is one: compilers put strings in the place of what they cannot resolve. */
    private static final class Known extends SimpleAnnotationValueVisitor14<Boolean, Void> {
        Known() {
            super(true);
        }

        @Override
        public Boolean visitString(String text, Void nothing) {
            // No annotation of a definition has an attribute of this type.
            return false;
        }

        @Override
        public Boolean visitUnknown(AnnotationValue value, Void nothing) {
            return false;
        }

        @Override
        public Boolean visitArray(List<? extends AnnotationValue> values, Void nothing) {
            return values.stream().allMatch(this::visit);
        }

        @Override
        public Boolean visitAnnotation(AnnotationMirror annotation, Void nothing) {
            return missing(annotation).isEmpty() && annotation.getElementValues().values().stream().allMatch(this::visit);
        }
    }

    private static final Known VALUES = new Known();
}
