package dev.jacquard.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The layers of a network as a text that a file keeps beside their parameters, a line for each: {@code name=hidden; type=Dense; inputs=[pixels];
 * activation=RELU; units=128; useBias=true; shape=(128)}.
 */
final class ArchitectureText {
    private static final String NAME = "name";
    private static final String TYPE = "type";
    private static final String BETWEEN = "; ";

    private ArchitectureText() {
    }

    /** All layers in order. */
    static String of(Description description) {
        return description.layers().stream().map(ArchitectureText::properties)
                .map(layer -> layer.entrySet().stream().map(property -> property.getKey() + "=" + property.getValue())
                        .collect(Collectors.joining(BETWEEN)))
                .collect(Collectors.joining("\n"));
    }

    /** What a user said comes before the shape that follows from it, so that a difference is named by its cause. */
    private static SequencedMap<String, String> properties(LayerDescription layer) {
        SequencedMap<String, String> properties = new LinkedHashMap<>();
        properties.put(NAME, layer.name());
        properties.put(TYPE, layer.type());
        properties.put("inputs", layer.inputs().toString());
        properties.putAll(layer.attributes());
        properties.put("shape", layer.shape().toString());
        return properties;
    }

    /** The first layer that differs, and what of it; null when none does. */
    static @Nullable String difference(String text, Description description) {
        List<SequencedMap<String, String>> there = text.lines().map(ArchitectureText::parsed).toList();
        List<SequencedMap<String, String>> here = description.layers().stream().map(ArchitectureText::properties).toList();
        for (int i = 0; i < Math.max(there.size(), here.size()); i++) {
            Map<String, String> stored = i < there.size() ? there.get(i) : Map.of();
            Map<String, String> expected = i < here.size() ? here.get(i) : Map.of();
            if (!title(stored).equals(title(expected))) {
                return "layer " + (i + 1) + " is " + title(stored) + " in the file, but " + title(expected) + " here";
            }
            for (String name : (stored.size() > expected.size() ? stored : expected).keySet()) {
                if (!Objects.equals(stored.get(name), expected.get(name))) {
                    return "layer " + (i + 1) + ", " + title(expected) + ", has " + name + " " + said(stored, name) + " in the file, but "
                            + said(expected, name) + " here";
                }
            }
        }
        return null;
    }

    private static SequencedMap<String, String> parsed(String line) {
        SequencedMap<String, String> properties = new LinkedHashMap<>();
        for (String property : line.split(BETWEEN, -1)) {
            int equals = property.indexOf('=');
            properties.put(property.substring(0, Math.max(0, equals)), property.substring(equals + 1));
        }
        return properties;
    }

    private static String title(Map<String, String> layer) {
        return layer.isEmpty() ? "missing" : "'" + layer.get(NAME) + "' " + layer.get(TYPE);
    }

    private static String said(Map<String, String> layer, String property) {
        return layer.getOrDefault(property, "unsaid");
    }
}
