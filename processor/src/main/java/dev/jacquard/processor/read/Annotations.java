package dev.jacquard.processor.read;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

import dev.jacquard.model.Block;
import dev.jacquard.model.Budget;
import dev.jacquard.model.Model;
import dev.jacquard.model.Output;

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

    private static Set<? extends Element> annotated(String annotation, RoundEnvironment round, Elements elements) {
        TypeElement type = elements.getTypeElement(annotation);
        return type == null ? Set.of() : round.getElementsAnnotatedWith(type);
    }
}
