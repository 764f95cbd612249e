package dev.jacquard.processor.read;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

import dev.jacquard.model.Block;
import dev.jacquard.model.Budget;
import dev.jacquard.model.Model;
import dev.jacquard.model.Output;
import dev.jacquard.processor.report.Anchor;
import dev.jacquard.processor.report.Diagnostics;
import dev.jacquard.processor.report.Message;

/** Which annotations the processor asks for, and which elements of a round carry them. */
public final class Annotations {
    private Annotations() {
    }

    /** The qualified names of all annotations of a definition. */
    public static Set<String> names() {
        Set<String> names = new LinkedHashSet<>(
                List.of(Model.class.getName(), Block.class.getName(), Budget.class.getName(), Output.class.getName()));
        names.addAll(LayerReader.annotations());
        return names;
    }

    /** The types of a round annotated with {@code @Model} or {@code @Block}. */
    public static List<TypeElement> definitions(RoundEnvironment round, Elements elements) {
        List<TypeElement> definitions = new ArrayList<>();
        for (String name : List.of(Model.class.getName(), Block.class.getName())) {
            for (Element element : annotated(name, round, elements)) {
                if (element instanceof TypeElement type && !definitions.contains(type)) {
                    definitions.add(type);
                }
            }
        }
        return definitions;
    }

    /** Reports annotations of a round that no definition around them gives a meaning. */
    public static void checkStray(RoundEnvironment round, Elements elements, Function<Element, Diagnostics> diagnostics) {
        for (String name : names()) {
            for (Element element : annotated(name, round, elements)) {
                Element owner = element.getEnclosingElement();
                if (element instanceof ExecutableElement && owner instanceof TypeElement type && isNoDefinition(type)) {
                    String annotation = name.substring(name.lastIndexOf('.') + 1);
                    element.getAnnotationMirrors().stream().filter(mirror -> Annotated.simpleName(mirror).equals(annotation)).findFirst()
                            .ifPresent(mirror -> diagnostics.apply(type).report(Message.STRAY_LAYER, new Anchor(element, mirror, null),
                                    element.getSimpleName(), annotation, type.getSimpleName()));
                }
            }
        }
        for (Element element : annotated(Budget.class.getName(), round, elements)) {
            AnnotationMirror mirror = Annotated.find(element, Budget.class);
            if (mirror != null && Annotated.find(element, Model.class) == null) {
                diagnostics.apply(element).report(Message.BUDGET_ALONE, new Anchor(element, mirror, null), element.getSimpleName());
            }
        }
    }

    private static boolean isNoDefinition(TypeElement type) {
        return Annotated.find(type, Model.class) == null && Annotated.find(type, Block.class) == null;
    }

    private static Set<? extends Element> annotated(String annotation, RoundEnvironment round, Elements elements) {
        TypeElement type = elements.getTypeElement(annotation);
        return type == null ? Set.of() : round.getElementsAnnotatedWith(type);
    }
}
