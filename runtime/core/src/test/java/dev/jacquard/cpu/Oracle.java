package dev.jacquard.cpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Reference numbers computed with Keras and PyTorch in double precision, kept under {@code oracle/} in the test resources. */
public final class Oracle {
    private Oracle() {
    }

    /** The cases of a family, {@code 08_optimizers}, for one operation. */
    public static List<JsonNode> cases(String family, String operation) {
        try (InputStream stream = Oracle.class.getResourceAsStream("/oracle/" + family + ".json")) {
            if (stream == null) {
                throw new IllegalArgumentException("No oracle family " + family + " among the test resources");
            }
            List<JsonNode> cases = new ArrayList<>();
            for (JsonNode node : new ObjectMapper().readTree(stream).get("cases")) {
                if (node.get("op").asText().equals(operation)) {
                    cases.add(node);
                }
            }
            return cases;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The numbers of a tensor, flat. */
    public static float[] floats(JsonNode tensor) {
        JsonNode data = tensor.get("data");
        float[] values = new float[data.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.parseFloat(data.get(i).asText());
        }
        return values;
    }
}
