package dev.jacquard.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SchedulesTest {
    @TestFactory
    List<DynamicTest> ratesAreThoseOfTheOracle() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (InputStream file = Objects.requireNonNull(getClass().getResourceAsStream("/oracle/09_schedules.json"))) {
            for (JsonNode example : new ObjectMapper().readTree(file).get("cases")) {
                JsonNode a = example.get("attributes");
                switch (example.get("op").asText()) {
                    case "constant" -> tests.add(test(example, Schedules.constant(a.get("initial").asDouble())));
                    case "exponential_decay" -> tests.add(test(example, Schedules.exponentialDecay(a.get("initial").asDouble(),
                            a.get("decay_steps").asLong(), a.get("rate").asDouble(), a.get("staircase").asBoolean())));
                    default -> {
                        // another schedule
                    }
                }
            }
        }
        assertThat(tests).hasSize(5);
        return tests;
    }

    private static DynamicTest test(JsonNode example, Schedule schedule) {
        return DynamicTest.dynamicTest(example.get("id").asText(), () -> {
            JsonNode steps = example.get("inputs").get("step").get("data");
            for (int i = 0; i < steps.size(); i++) {
                double expected = example.get("output").get("data").get(i).asDouble();
                // The stored numbers were rounded to 32-bit floats.
                assertThat(schedule.rate(steps.get(i).asLong())).isCloseTo(expected, within(1e-7 * expected));
            }
        });
    }

    @Test
    void impossibleDecaysAreRefusedWithTheRange() {
        assertThatThrownBy(() -> Schedules.exponentialDecay(0, 10, 0.9)).hasMessage(
                "initial learning rate is greater than 0 and finite, not 0.0");
        assertThatThrownBy(() -> Schedules.exponentialDecay(0.1, 0, 0.9)).hasMessage("decay steps is at least 1, not 0");
        assertThatThrownBy(() -> Schedules.exponentialDecay(0.1, 10, 1.5)).hasMessage("decay factor is in (0.0, 1.0], not 1.5");
    }
}
