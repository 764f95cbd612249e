package dev.jacquard.evaluate;

import static dev.jacquard.evaluate.Metric.ACCURACY;
import static dev.jacquard.evaluate.Metric.MEAN_ABSOLUTE_ERROR;
import static dev.jacquard.evaluate.Metric.MEAN_SQUARED_ERROR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import dev.jacquard.data.Dataset;
import dev.jacquard.model.Activation;
import dev.jacquard.model.Loss;
import dev.jacquard.network.Network;
import dev.jacquard.network.TinyDescriptions;
import dev.jacquard.network.TinyNetwork;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class EvaluatorTest {
    private static Evaluation evaluate(Network network, Dataset data, Metric... metrics) {
        int[] order = IntStream.range(0, data.size()).toArray();
        return new Evaluator(network, List.of(metrics)).evaluate(data, order, 0, order.length);
    }

    /** A network that gives back what it is given: the kernel is the identity. */
    private static TinyNetwork echo(String name, int width, Activation activation, Loss loss) {
        TinyNetwork network = TinyNetwork.of(TinyDescriptions.dense(name, width, width, activation, loss), 1);
        float[] identity = new float[width * width];
        for (int i = 0; i < width; i++) {
            identity[i * width + i] = 1;
        }
        network.parameters().set("answer.kernel", identity);
        return network;
    }

    @TestFactory
    List<DynamicTest> errorsAreThoseOfTheOracle() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (InputStream file = Objects.requireNonNull(getClass().getResourceAsStream("/oracle/11_metrics.json"))) {
            for (JsonNode example : new ObjectMapper().readTree(file).get("cases")) {
                if (example.get("op").asText().equals("regression")) {
                    tests.add(DynamicTest.dynamicTest(example.get("id").asText(), () -> checkErrors(example)));
                }
            }
        }
        assertThat(tests).hasSize(4);
        return tests;
    }

    private static void checkErrors(JsonNode example) {
        float[][] actual = rows(example.get("inputs").get("y_true"));
        float[][] predicted = rows(example.get("inputs").get("y_pred"));
        try (TinyNetwork network = echo("Echo", actual[0].length, Activation.LINEAR, Loss.MEAN_SQUARED_ERROR)) {
            Evaluation evaluation = evaluate(network, Dataset.of(predicted, actual), MEAN_SQUARED_ERROR, MEAN_ABSOLUTE_ERROR);
            double mse = example.get("expected").get("mse").asDouble();
            double mae = example.get("expected").get("mae").asDouble();
            assertThat(evaluation.value(MEAN_SQUARED_ERROR)).isCloseTo(mse, within(1e-6 * Math.max(1, mse)));
            assertThat(evaluation.value(MEAN_ABSOLUTE_ERROR)).isCloseTo(mae, within(1e-6 * Math.max(1, mae)));
            assertThat(evaluation.loss()).isCloseTo(mse, within(1e-5 * Math.max(1, mse)));
            assertThatThrownBy(evaluation::confusion).isInstanceOf(IllegalStateException.class);
        }
    }

    private static float[][] rows(JsonNode tensor) {
        int count = tensor.get("shape").get(0).asInt();
        int width = tensor.get("shape").size() > 1 ? tensor.get("shape").get(1).asInt() : 1;
        float[][] rows = new float[count][width];
        for (int i = 0; i < count * width; i++) {
            rows[i / width][i % width] = tensor.get("data").get(i).floatValue();
        }
        return rows;
    }

    @TestFactory
    List<DynamicTest> accuracyAtOneHalfIsThatOfTheOracle() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (InputStream file = Objects.requireNonNull(getClass().getResourceAsStream("/oracle/11_metrics.json"))) {
            for (JsonNode example : new ObjectMapper().readTree(file).get("cases")) {
                if (example.get("op").asText().equals("binary_scores")) {
                    tests.add(DynamicTest.dynamicTest(example.get("id").asText(), () -> checkSides(example)));
                }
            }
        }
        assertThat(tests).hasSize(5);
        return tests;
    }

    private static void checkSides(JsonNode example) {
        float[][] actual = rows(example.get("inputs").get("y_true"));
        float[][] scores = rows(example.get("inputs").get("y_score"));
        try (TinyNetwork network = echo("Echo", 1, Activation.LINEAR, Loss.BINARY_CROSSENTROPY)) {
            Evaluation evaluation = evaluate(network, Dataset.of(scores, actual), ACCURACY);
            assertThat(evaluation.accuracy()).isCloseTo(example.get("expected").get("accuracy_at_0.5").asDouble(), within(1e-9));
            assertThat(evaluation.confusion().total()).isEqualTo(actual.length);
            assertThat(evaluation.confusion().accuracy()).isEqualTo(evaluation.accuracy());
        }
    }

    @TestFactory
    List<DynamicTest> theLargestProbabilityIsTheAnswer() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (InputStream file = Objects.requireNonNull(getClass().getResourceAsStream("/oracle/11_metrics.json"))) {
            for (JsonNode example : new ObjectMapper().readTree(file).get("cases")) {
                if (example.get("op").asText().equals("multiclass_scores")) {
                    tests.add(DynamicTest.dynamicTest(example.get("id").asText(), () -> checkChoices(example)));
                }
            }
        }
        assertThat(tests).hasSize(3);
        return tests;
    }

    private static void checkChoices(JsonNode example) {
        float[][] probabilities = rows(example.get("inputs").get("y_prob"));
        int classes = probabilities[0].length;
        int[] labels = new int[probabilities.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = example.get("inputs").get("y_true").get("data").get(i).asInt();
        }
        double top1 = example.get("expected").get("top_1").asDouble();
        try (TinyNetwork sparse = echo("Echo", classes, Activation.LINEAR, Loss.SPARSE_CATEGORICAL_CROSSENTROPY);
                TinyNetwork dense = echo("Echo", classes, Activation.LINEAR, Loss.CATEGORICAL_CROSSENTROPY)) {
            Dataset data = Dataset.of(probabilities, labels);
            Evaluation evaluation = evaluate(sparse, data, ACCURACY);
            assertThat(evaluation.accuracy()).isCloseTo(top1, within(1e-9));
            assertThat(evaluation.loss()).isCloseTo(example.get("expected").get("log_loss").asDouble(), within(1e-6));
            assertThat(evaluate(dense, data.oneHot(classes), ACCURACY, MEAN_SQUARED_ERROR).accuracy()).isCloseTo(top1, within(1e-9));
        }
    }

    @Test
    void independentAnswersAreCountedOneByOne() {
        try (TinyNetwork network = echo("Echo", 3, Activation.LINEAR, Loss.BINARY_CROSSENTROPY)) {
            Dataset data = Dataset.of(new float[][] {{0.9f, 0.1f, 0.6f}, {0.2f, 0.8f, 0.3f}}, new float[][] {{1, 0, 0}, {0, 1, 1}});
            Evaluation evaluation = evaluate(network, data, ACCURACY);
            assertThat(evaluation.value(ACCURACY)).isCloseTo(4 / 6.0, within(1e-12));
            assertThat(evaluation.confusions()).isEmpty();
        }
    }

    @Test
    void allRowsAreSeenWhateverTheBatch() {
        try (TinyNetwork network = echo("Echo", 1, Activation.LINEAR, Loss.MEAN_SQUARED_ERROR)) {
            float[][] x = new float[700][1];
            float[] y = new float[700];
            for (int i = 0; i < 700; i++) {
                y[i] = i;
            }
            Evaluation evaluation = evaluate(network, Dataset.of(x, y), MEAN_ABSOLUTE_ERROR);
            assertThat(network.tiny().inferredRows).containsExactly(256, 256, 188);
            assertThat(evaluation.value("mean_absolute_error")).isCloseTo(349.5, within(1e-9));
            assertThat(evaluation.rows()).isEqualTo(700);
            assertThatThrownBy(() -> evaluation.value("accuracy")).hasMessageContaining("it has [loss, mean_absolute_error]");
        }
    }

    @Test
    void anAnswerThatIsNoNumberIsWrong() {
        try (TinyNetwork network = echo("Echo", 2, Activation.LINEAR, Loss.SPARSE_CATEGORICAL_CROSSENTROPY)) {
            network.parameters().set("answer.bias", Float.NaN, Float.NaN);
            Evaluation evaluation = evaluate(network, Dataset.of(new float[][] {{1, 0}}, new int[] {0}), ACCURACY);
            assertThat(evaluation.accuracy()).isZero();
            assertThat(evaluation.confusion().total()).isZero();
        }
    }

    @Test
    void theSummaryReadsLikeAClassificationReport() {
        try (TinyNetwork network = echo("Echo", 2, Activation.LINEAR, Loss.SPARSE_CATEGORICAL_CROSSENTROPY)) {
            float[][] x = {{0.9f, 0.1f}, {0.4f, 0.6f}, {0.2f, 0.8f}, {0.3f, 0.7f}};
            Evaluation evaluation = evaluate(network, Dataset.of(x, new int[] {0, 0, 1, 1}), ACCURACY);
            assertThat(evaluation.summary("cat", "dog")).isEqualTo("""
                    4 rows: loss 0.4004, accuracy 0.7500

                                  precision    recall  f1-score   support
                             cat     1.0000    0.5000    0.6667         2
                             dog     0.6667    1.0000    0.8000         2

                        accuracy                         0.7500         4
                       macro avg     0.8333    0.7500    0.7333         4
                    weighted avg     0.8333    0.7500    0.7333         4

                    confusion (a row for each actual class, a column for each answer)
                         cat  dog
                    cat    1    1
                    dog    0    2
                    """);
        }
    }
}
