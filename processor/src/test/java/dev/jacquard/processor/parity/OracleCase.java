package dev.jacquard.processor.parity;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** One case of a reference file, see {@code oracle/README.md}. */
record OracleCase(JsonNode json) {
    private static final double SLACK = 20;
    private static final double LEAST = 1e-6;

    static List<OracleCase> family(String name) {
        try (InputStream file = Objects.requireNonNull(OracleCase.class.getResourceAsStream("/oracle/" + name + ".json"), name)) {
            List<OracleCase> cases = new ArrayList<>();
            new ObjectMapper().readTree(file).get("cases").forEach(json -> cases.add(new OracleCase(json)));
            return cases;
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    String id() {
        return json.get("id").asText();
    }

    String op() {
        return json.get("op").asText();
    }

    /** An attribute; a missing node where there is none. */
    JsonNode attribute(String name) {
        return json.get("attributes").path(name);
    }

    boolean has(String field) {
        return json.has(field);
    }

    Numbers numbers(String field) {
        return Numbers.of(json.get(field));
    }

    Map<String, Numbers> tensors(String field) {
        Map<String, Numbers> tensors = new LinkedHashMap<>();
        json.path(field).properties().forEach(entry -> tensors.put(entry.getKey(), Numbers.of(entry.getValue())));
        return tensors;
    }

    Numbers input(String name) {
        return Objects.requireNonNull(tensors("inputs").get(name), name);
    }

    /** How far from the stored numbers, relative to those above 1. */
    double tolerance() {
        return Math.max(LEAST, SLACK * json.get("float32_diff").asDouble());
    }

    /** The case as the name of a type. */
    String typeName() {
        StringBuilder name = new StringBuilder();
        for (String word : id().split("_")) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return name.toString();
    }

    @Override
    public String toString() {
        return id();
    }
}
