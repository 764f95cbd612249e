package dev.jacquard.processor.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

import org.jspecify.annotations.Nullable;

/**
 * What a class file may lose of a block: the order of its values, and the names each is made from. Javac keeps names of parameters only with
 * {@code -parameters}, and ECJ does not read those of annotated methods. A constant of a class generated beside the block holds both instead.
 *
 * @param sources of each value by its name, in the order of the source: {@code x → [], sum → [active, x]}
 */
public record BlockWiring(Map<String, List<String>> sources) {
    /** The name of the constant. */
    public static final String CONSTANT = "WIRING";

    private static final String SEPARATOR = "; ";

    /** The wiring of a block that is compiled now. */
    static BlockWiring of(Definition block) {
        Map<String, List<String>> sources = new LinkedHashMap<>();
        block.values().forEach(value -> sources.put(value.name(), value.sources()));
        return new BlockWiring(sources);
    }

    /** What the class generated for a block in a class file says; null where there is none. */
    static @Nullable BlockWiring find(TypeElement block, Elements elements) {
        String packageName = elements.getPackageOf(block).getQualifiedName().toString();
        String name = companion(block);
        TypeElement companion = elements.getTypeElement(packageName.isEmpty() ? name : packageName + "." + name);
        if (companion == null) {
            return null;
        }
        for (VariableElement field : ElementFilter.fieldsIn(companion.getEnclosedElements())) {
            if (field.getSimpleName().contentEquals(CONSTANT) && field.getConstantValue() instanceof String text) {
                return parse(text);
            }
        }
        return null;
    }

    /** The simple name of the class that holds a block's wiring: {@code ResidualWiring}. */
    public static String companion(TypeElement block) {
        return ModelReader.flatName(block) + "Wiring";
    }

    /** {@code x(); conv(x); sum(conv, x)}: as in the source, without types. */
    public String text() {
        return sources.entrySet().stream().map(value -> value.getKey() + "(" + String.join(", ", value.getValue()) + ")")
                .collect(Collectors.joining(SEPARATOR));
    }

    static @Nullable BlockWiring parse(String text) {
        Map<String, List<String>> sources = new LinkedHashMap<>();
        for (String value : text.split(SEPARATOR, -1)) {
            int open = value.indexOf('(');
            if (open < 1 || !value.endsWith(")")) {
                return null;
            }
            String names = value.substring(open + 1, value.length() - 1);
            sources.put(value.substring(0, open), names.isEmpty() ? List.of() : List.of(names.split(", ", -1)));
        }
        return new BlockWiring(sources);
    }

    /** The methods of a class file in the order of their source; null where they are others than those of this wiring. */
    @Nullable List<ExecutableElement> order(List<ExecutableElement> methods) {
        Map<String, ExecutableElement> byName = new LinkedHashMap<>();
        methods.forEach(method -> byName.put(method.getSimpleName().toString(), method));
        List<ExecutableElement> ordered = new ArrayList<>();
        sources.forEach((name, from) -> {
            ExecutableElement method = byName.get(name);
            if (method != null && method.getParameters().size() == from.size()) {
                ordered.add(method);
            }
        });
        return ordered.size() == sources.size() && methods.size() == sources.size() ? ordered : null;
    }
}
