package dev.jacquard.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.jacquard.model.Block;
import dev.jacquard.model.Budget;
import dev.jacquard.model.Model;
import dev.jacquard.model.Output;
import dev.jacquard.processor.Compilation.Compiler;
import dev.jacquard.processor.Compilation.Said;
import dev.jacquard.processor.Compilation.Source;
import dev.jacquard.processor.read.Annotations;

import org.junit.jupiter.api.Test;

/** What a message tells to write can be written: it calls attributes by the names that the annotation has for them. */
class AttributeNamesTest {
    private static final Pattern ASSIGNED = Pattern.compile("\\b([a-z]\\w*) = ");
    /** By the type of an attribute, values that no layer or few layers take. */
    private static final Map<Class<?>, List<String>> WRONG = Map.of(int.class, List.of("0", "-7"), int[].class,
            List.of("{}", "0", "{0, 2}", "{1, 1}", "{9, 9}", "{1, 2, 3}", "{-1, -1}"), double.class, List.of("-1", "0", "1", "20", "NaN"),
            boolean.class, List.of("false"));
    private static final Map<String, String> NEEDED = Map.of("units", "3", "filters", "2", "kernel", "3", "Dropout", "0.5", "Activate", "RELU",
            "Reshape", "{4, 4, 1}", "Input", "{4, 4, 1}", "Initializer", "ZEROS");

    @Test
    void messagesCallAttributesByTheirNames() throws ClassNotFoundException {
        StringBuilder source = new StringBuilder();
        Map<String, Class<?>> methods = new LinkedHashMap<>();
        for (Class<?> layer : layers()) {
            for (String attributes : mistakes(layer)) {
                String method = "value" + methods.size();
                methods.put(method, layer);
                source.append("@Model interface M%s { @Input({4, 4, 1}) Tensor x(); @Flatten Tensor flat(); @%s(%s) Tensor %s(%s); }%n".formatted(
                        method, layer.getSimpleName(), attributes, method, sources(layer)));
            }
        }
        Compilation compilation = Compilation.run(Compiler.JAVAC, List.of(new ModelProcessor((graph, _, _, files) -> {
        })), List.of("-proc:only"),
                Source.of("Sample", source.toString()));
        assertThat(compilation.said()).allMatch(Said::isOurs);
        Set<String> checked = new LinkedHashSet<>();
        for (Said said : compilation.ours()) {
            Class<?> layer = methods.get(said.text().substring(0, said.text().indexOf(':')));
            Matcher assigned = ASSIGNED.matcher(said.text());
            while (layer != null && assigned.find()) {
                assertThat(names(layer)).as("%s of @%s", said.text(), layer.getSimpleName()).contains(assigned.group(1));
                checked.add(assigned.group(1));
            }
        }
        assertThat(checked).contains("units", "filters", "kernel", "strides", "dilation", "value", "axis", "padding", "momentum", "epsilon",
                "l1", "l2");
    }

    private static List<Class<?>> layers() throws ClassNotFoundException {
        List<Class<?>> layers = new ArrayList<>();
        for (String name : Annotations.names()) {
            layers.add(Class.forName(name));
        }
        layers.removeAll(List.of(Model.class, Block.class, Budget.class, Output.class));
        return layers;
    }

    private static String sources(Class<?> layer) {
        return switch (layer.getSimpleName()) {
            case "Add", "Concatenate" -> "Tensor x, Tensor flat";
            case "Dense" -> "Tensor flat";
            case "Input" -> "";
            default -> "Tensor x";
        };
    }

    /** Texts between the brackets of an annotation: each of its attributes wrong in every way, and those of annotations in it. */
    private static List<String> mistakes(Class<?> annotation) {
        List<String> mistakes = new ArrayList<>();
        for (Method attribute : annotation.getDeclaredMethods()) {
            List<String> values = attribute.getReturnType().isAnnotation()
                    ? mistakes(attribute.getReturnType()).stream()
                            .map(inner -> "@" + attribute.getReturnType().getSimpleName() + "(" + inner + ")").toList()
                    : WRONG.getOrDefault(attribute.getReturnType(), List.of());
            for (String value : values) {
                mistakes.add(
                        Arrays.stream(annotation.getDeclaredMethods()).filter(other -> other.getDefaultValue() == null && !other.equals(attribute))
                                .map(other -> other.getName() + " = " + needed(annotation, other) + ", ").collect(Collectors.joining())
                                + attribute.getName() + " = " + value);
            }
        }
        return mistakes;
    }

    private static String needed(Class<?> annotation, Method attribute) {
        String name = attribute.getName().equals("value") ? annotation.getSimpleName() : attribute.getName();
        return NEEDED.getOrDefault(name, name);
    }

    /** The attributes of an annotation and of annotations in it. */
    private static Set<String> names(Class<?> annotation) {
        Set<String> names = new LinkedHashSet<>();
        for (Method attribute : annotation.getDeclaredMethods()) {
            names.add(attribute.getName());
            if (Annotation.class.isAssignableFrom(attribute.getReturnType())) {
                names.addAll(names(attribute.getReturnType()));
            }
        }
        return names;
    }
}
