package dev.jacquard.evaluate;

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

class ConfusionMatrixTest {
    @TestFactory
    List<DynamicTest> scoresAreThoseOfTheOracle() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (InputStream file = Objects.requireNonNull(getClass().getResourceAsStream("/oracle/11_metrics.json"))) {
            for (JsonNode example : new ObjectMapper().readTree(file).get("cases")) {
                if (example.get("op").asText().equals("classification")) {
                    tests.add(DynamicTest.dynamicTest(example.get("id").asText(), () -> checkScores(example)));
                }
            }
        }
        assertThat(tests).hasSize(7);
        return tests;
    }

    private static void checkScores(JsonNode example) {
        int classes = example.get("attributes").get("classes").asInt();
        JsonNode expected = example.get("expected");
        ConfusionMatrix matrix = ConfusionMatrix.of(ints(example.get("inputs").get("y_true")), ints(example.get("inputs").get("y_pred")), classes);
        int[] counts = ints(expected.get("confusion_matrix"));
        for (int actual = 0; actual < classes; actual++) {
            for (int predicted = 0; predicted < classes; predicted++) {
                assertThat(matrix.count(actual, predicted)).isEqualTo(counts[actual * classes + predicted]);
            }
            ClassScores scores = matrix.scores(actual);
            close(scores.precision(), expected.get("precision_per_class").get("data").get(actual), 1e-7);
            close(scores.recall(), expected.get("recall_per_class").get("data").get(actual), 1e-7);
            close(scores.f1(), expected.get("f1_per_class").get("data").get(actual), 1e-7);
            assertThat(scores.support()).isEqualTo(expected.get("support").get("data").get(actual).asLong());
        }
        close(matrix.accuracy(), expected.get("accuracy"), 1e-11);
        close(matrix.macro().precision(), expected.get("precision_macro"), 1e-11);
        close(matrix.macro().recall(), expected.get("recall_macro"), 1e-11);
        close(matrix.macro().f1(), expected.get("f1_macro"), 1e-11);
        close(matrix.weighted().precision(), expected.get("precision_weighted"), 1e-11);
        close(matrix.weighted().recall(), expected.get("recall_weighted"), 1e-11);
        close(matrix.weighted().f1(), expected.get("f1_weighted"), 1e-11);
    }

    private static void close(double value, JsonNode expected, double tolerance) {
        assertThat(value).isCloseTo(expected.asDouble(), within(tolerance));
    }

    private static int[] ints(JsonNode tensor) {
        JsonNode data = tensor.get("data");
        int[] values = new int[data.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = data.get(i).asInt();
        }
        return values;
    }

    @Test
    void aClassOutOfRangeIsRefused() {
        assertThatThrownBy(() -> ConfusionMatrix.of(new int[] {0, 3}, new int[] {0, 1}, 3)).hasMessage("class 3 is not among 0 … 2");
        assertThatThrownBy(() -> ConfusionMatrix.of(new int[] {0}, new int[] {0, 1}, 2)).hasMessageContaining("1 actual classes");
    }

    @Test
    void countsStandUnderTheirClasses() {
        assertThat(ConfusionMatrix.of(new int[] {0, 0, 1, 1, 1}, new int[] {0, 1, 1, 1, 1}, 2)).hasToString("""
                   0  1
                0  1  1
                1  0  3
                """);
    }
}
