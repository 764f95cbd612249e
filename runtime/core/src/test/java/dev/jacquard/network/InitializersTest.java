package dev.jacquard.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import dev.jacquard.model.Initialization;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class InitializersTest {
    @TestFactory
    List<DynamicTest> drawsHaveTheMomentsAndBoundsOfTheOracle() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (InputStream file = Objects.requireNonNull(getClass().getResourceAsStream("/oracle/10_initializers.json"))) {
            for (JsonNode example : new ObjectMapper().readTree(file).get("cases")) {
                String op = example.get("op").asText();
                boolean known = Arrays.stream(Initialization.values()).anyMatch(kind -> kind.name().equalsIgnoreCase(op));
                if (known) {
                    tests.add(DynamicTest.dynamicTest(example.get("id").asText(), () -> checkMoments(example)));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(20);
        return tests;
    }

    private static void checkMoments(JsonNode example) {
        JsonNode attributes = example.get("attributes");
        JsonNode expected = example.get("expected");
        Initialization kind = Initialization.valueOf(example.get("op").asText().toUpperCase(java.util.Locale.ROOT));
        int count = 1;
        for (JsonNode dimension : attributes.get("shape")) {
            count *= dimension.asInt();
        }
        double first = switch (kind) {
            case CONSTANT -> attributes.get("value").asDouble();
            case UNIFORM -> attributes.get("min").asDouble();
            case NORMAL -> attributes.get("mean").asDouble();
            default -> 0;
        };
        double second = switch (kind) {
            case UNIFORM -> attributes.get("max").asDouble();
            case NORMAL -> attributes.get("stddev").asDouble();
            default -> 0;
        };
        InitialValue initial = new InitialValue(kind, first, second, expected.path("fan_in").asInt(), expected.path("fan_out").asInt());
        float[] values = draw(initial, count, 7, 3);
        double deviation = expected.get("std").asDouble();
        double mean = mean(values);
        // Five standard errors of the mean, and of the deviation (at most that of a normal distribution).
        assertThat(mean).isCloseTo(expected.get("mean").asDouble(), within(5 * deviation / Math.sqrt(count) + 1e-9));
        assertThat(deviation(values, mean)).isCloseTo(deviation, within(5 * deviation / Math.sqrt(2.0 * count) + 1e-9));
        if (expected.has("min")) {
            double slack = 1e-6 * Math.max(1, Math.abs(expected.get("max").asDouble()));
            for (float value : values) {
                assertThat((double) value).isBetween(expected.get("min").asDouble() - slack, expected.get("max").asDouble() + slack);
            }
            double range = expected.get("max").asDouble() - expected.get("min").asDouble();
            double reach = count > 10_000 ? 0.02 : 0.2;
            assertThat((double) largest(values)).isGreaterThanOrEqualTo(expected.get("max").asDouble() - reach * range);
        }
    }

    private static float[] draw(InitialValue initial, int count, long seed, int parameter) {
        MemorySegment memory = Arena.ofAuto().allocate(4L * count, 64);
        Initializers.fill(memory, initial, seed, parameter);
        return memory.toArray(ValueLayout.JAVA_FLOAT);
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double deviation(float[] values, double mean) {
        double sum = 0;
        for (float value : values) {
            sum += (value - mean) * (value - mean);
        }
        return Math.sqrt(sum / values.length);
    }

    private static float largest(float[] values) {
        float largest = values[0];
        for (float value : values) {
            largest = Math.max(largest, value);
        }
        return largest;
    }

    @Test
    void numbersDependOnSeedAndParameterAndNothingElse() {
        InitialValue normal = new InitialValue(Initialization.HE_NORMAL, 0, 0, 9, 5);
        float[] draw = draw(normal, 45, 1, 0);
        assertThat(draw(normal, 45, 1, 0)).containsExactly(draw);
        assertThat(draw(normal, 17, 1, 0)).containsExactly(Arrays.copyOf(draw, 17));
        assertThat(draw(normal, 45, 2, 0)).isNotEqualTo(draw);
        assertThat(draw(normal, 45, 1, 1)).isNotEqualTo(draw);
    }

    @Test
    void initialParametersFollowTheDescription() {
        Description description = TinyDescriptions.dense("Line", 3, 2, dev.jacquard.model.Activation.LINEAR,
                dev.jacquard.model.Loss.MEAN_SQUARED_ERROR);
        try (Parameters parameters = Initializers.initial(description, 5)) {
            assertThat(parameters.get("answer.bias")).containsExactly(0, 0);
            assertThat(parameters.get("answer.kernel")).hasSize(6).doesNotContain(0);
        }
    }
}
