package dev.jacquard.processor.read;

import java.util.stream.Collectors;

import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;

import dev.jacquard.model.Block;
import dev.jacquard.model.Model;
import dev.jacquard.processor.report.Anchor;
import dev.jacquard.processor.report.Diagnostics;
import dev.jacquard.processor.report.Message;

/** What kind of type a definition may be. */
final class DefinitionRules {
    private DefinitionRules() {
    }

    /** Reports everything that is wrong with the type itself; false when its methods mean nothing. */
    static boolean check(TypeElement type, AnnotationMirror annotation, Diagnostics diagnostics) {
        String name = type.getSimpleName().toString();
        Anchor anchor = new Anchor(type, annotation, null);
        if (Annotated.find(type, Model.class) != null && Annotated.find(type, Block.class) != null) {
            diagnostics.report(Message.MODEL_AND_BLOCK, anchor, name);
        }
        if (!type.getTypeParameters().isEmpty()) {
            diagnostics.report(Message.DEFINITION_GENERIC, anchor, name,
                    type.getTypeParameters().stream().map(parameter -> parameter.getSimpleName().toString()).collect(Collectors.joining(", ")));
        }
        for (Element element = type; element instanceof TypeElement; element = element.getEnclosingElement()) {
            if (element.getModifiers().contains(Modifier.PRIVATE)) {
                diagnostics.report(Message.DEFINITION_PRIVATE, anchor, name, element.getSimpleName());
            }
        }
        String kind = kind(type);
        if (!kind.isEmpty()) {
            diagnostics.report(Message.NOT_A_DEFINITION, anchor, name, Annotated.simpleName(annotation), kind);
            return false;
        }
        type.getInterfaces().forEach(parent -> checkParent(type, parent, anchor, diagnostics));
        checkParent(type, type.getSuperclass(), anchor, diagnostics);
        return true;
    }

    private static String kind(TypeElement type) {
        ElementKind kind = type.getKind();
        if (kind == ElementKind.INTERFACE || kind == ElementKind.CLASS && type.getModifiers().contains(Modifier.ABSTRACT)) {
            return "";
        }
        return switch (kind) {
            case CLASS -> "a class";
            case ENUM -> "an enum";
            case RECORD -> "a record";
            default -> "an annotation";
        };
    }

    private static void checkParent(TypeElement type, TypeMirror parent, Anchor anchor, Diagnostics diagnostics) {
        if (!(parent instanceof DeclaredType declared) || !(declared.asElement() instanceof TypeElement element)) {
            return;
        }
        if (ElementFilter.methodsIn(element.getEnclosedElements()).stream()
                .anyMatch(method -> method.getModifiers().contains(Modifier.ABSTRACT))) {
            diagnostics.report(Message.LAYERS_INHERITED, anchor, type.getSimpleName(), element.getSimpleName());
        }
        element.getInterfaces().forEach(next -> checkParent(type, next, anchor, diagnostics));
        checkParent(type, element.getSuperclass(), anchor, diagnostics);
    }
}
