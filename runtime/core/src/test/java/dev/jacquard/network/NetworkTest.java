package dev.jacquard.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import dev.jacquard.DataException;
import dev.jacquard.data.Dataset;
import dev.jacquard.model.Activation;
import dev.jacquard.model.Loss;

import org.junit.jupiter.api.Test;

class NetworkTest {
    private static TinyNetwork line() {
        TinyNetwork network = TinyNetwork.regression(2, 2);
        network.parameters().set("answer.kernel", 1, 10, 2, 20);
        network.parameters().set("answer.bias", 0.5f, -0.5f);
        return network;
    }

    @Test
    void oneRowIsAnswered() {
        try (TinyNetwork network = line()) {
            assertThat(network.predict(new float[] {1, 2})).containsExactly(5.5f, 49.5f);
        }
    }

    @Test
    void oneLineSaysWhatItIs() {
        TinyNetwork network = line();
        assertThat(network).hasToString("Line: 6 parameters on " + network.program().engine());
        network.close();
        assertThat(network).hasToString("Line: 6 parameters, closed");
    }

    @Test
    void manyRowsAreAnsweredInBatchesAndInOrder() {
        try (TinyNetwork network = line()) {
            float[][] rows = new float[600][2];
            for (int i = 0; i < rows.length; i++) {
                rows[i][0] = i;
            }
            float[][] answers = network.predict(rows);
            for (int i = 0; i < rows.length; i++) {
                assertThat(answers[i]).containsExactly(i + 0.5f, 10 * i - 0.5f);
            }
            assertThat(network.tiny().inferredRows).containsExactly(256, 256, 88);
            assertThat(network.predict(Dataset.of(rows))).isDeepEqualTo(answers);
            assertThat(network.predict(new float[0][])).isEmpty();
        }
    }

    @Test
    void wrongRowsAreRefusedWithTheirPlace() {
        try (TinyNetwork network = line()) {
            assertThatThrownBy(() -> network.predict(new float[] {1})).isInstanceOf(DataException.class)
                    .hasMessage("row 0 has 1 numbers, but the input of Line has 2");
            assertThatThrownBy(() -> network.predict(new float[][] {{1, 2}, {1, Float.NaN}})).isInstanceOf(DataException.class)
                    .hasMessageStartingWith("row 1, column 1: NaN is not a finite number");
            assertThatThrownBy(() -> network.predict(Dataset.of(new float[][] {{1, 2, 3}}))).isInstanceOf(DataException.class)
                    .hasMessageContaining("input 'x' (2) of Line takes 2 numbers a row, but the data has 3");
            assertThatThrownBy(() -> network.predict(new float[] {1, 2}, new float[3])).hasMessageContaining("has 2 numbers");
            assertThatThrownBy(() -> network.predict(Dataset.of(new float[][] {{1, 2}}), "other")).hasMessageContaining("it has [answer]");
        }
    }

    @Test
    void layersCanBeLookedAtAfterForward() {
        try (TinyNetwork network = line()) {
            assertThatThrownBy(network::answer).isInstanceOf(IllegalStateException.class);
            TensorView result = network.forward(new float[][] {{1, 2}, {0, 0}});
            assertThat(result.toArray()).containsExactly(5.5f, 49.5f, 0.5f, -0.5f);
            assertThat(network.answer().get(1, 0)).isEqualTo(0.5f);
        }
    }

    @Test
    void closingClosesTheProgram() {
        TinyNetwork network = line();
        TinyProgram program = network.tiny();
        network.close();
        assertThat(program.closed).isTrue();
    }

    @Test
    void aClosedNetworkSaysSoAndMayBeClosedAgain() {
        TinyNetwork network = line();
        network.close();
        assertThatThrownBy(() -> network.predict(new float[2])).isInstanceOf(IllegalStateException.class).hasMessageContaining("is closed");
        assertThatThrownBy(network::parameters).isInstanceOf(IllegalStateException.class).hasMessageContaining("is closed");
        assertThatCode(network::close).doesNotThrowAnyException();
    }

    @Test
    void aSummaryIsReadableWithoutLineCharacters() {
        try (TinyNetwork network = line()) {
            ByteArrayOutputStream shown = new ByteArrayOutputStream();
            network.summary(new PrintStream(shown, true, StandardCharsets.US_ASCII));
            assertThat(shown.toString(StandardCharsets.US_ASCII)).contains("| Layer (type) ", "+=====", "+-----").doesNotContain("?");
        }
    }

    @Test
    void aChainIsSummarisedAsKerasDoes() {
        Description description = new Description("MnistMlp",
                List.of(new LayerDescription("image", "Input", List.of(), Map.of(), Shape.of(28, 28), 0, 0),
                        new LayerDescription("pixels", "Flatten", List.of("image"), Map.of(), Shape.of(784), 0, 0),
                        new LayerDescription("hidden", "Dense", List.of("pixels"), Map.of(), Shape.of(128), 100_480, 200_704),
                        new LayerDescription("digit", "Dense", List.of("hidden"), Map.of(), Shape.of(10), 1_290, 2_560)),
                List.of(parameter("hidden.kernel", 0, 784, 128), parameter("hidden.bias", 100_352, 128),
                        parameter("digit.kernel", 100_480, 128, 10), parameter("digit.bias", 101_760, 10)),
                List.of(new InputDescription("image", Shape.of(28, 28))),
                List.of(new OutputDescription("digit", Shape.of(10), Activation.SOFTMAX, Loss.SPARSE_CATEGORICAL_CROSSENTROPY, 1, 1)), 203_264,
                4_800, 552, "hash");
        assertThat(Summary.of(description)).isEqualTo("""
                Model: "MnistMlp"
                ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓
                ┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃
                ┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩
                │ pixels (Flatten)                │ (None, 784)            │             0 │
                ├─────────────────────────────────┼────────────────────────┼───────────────┤
                │ hidden (Dense)                  │ (None, 128)            │       100,480 │
                ├─────────────────────────────────┼────────────────────────┼───────────────┤
                │ digit (Dense)                   │ (None, 10)             │         1,290 │
                └─────────────────────────────────┴────────────────────────┴───────────────┘
                 Total params: 101,770 (397.54 KB)
                 Trainable params: 101,770 (397.54 KB)
                 Non-trainable params: 0 (0.00 B)
                 FLOPs: 203,264 a sample (203.26 K)
                 Activations: 4.69 KB a sample in training, 552.00 B in inference
                """);
    }

    @Test
    void aGraphSaysWhatIsConnectedToWhat() {
        Description description = new Description("Branches",
                List.of(new LayerDescription("left", "Dense", List.of("x"), Map.of(), Shape.of(4), 12, 16),
                        new LayerDescription("right", "Dense", List.of("x"), Map.of(), Shape.of(4), 12, 16),
                        new LayerDescription("sum", "Add", List.of("left", "right"), Map.of(), Shape.of(4), 0, 4)),
                List.of(), List.of(new InputDescription("x", Shape.of(2))),
                List.of(new OutputDescription("sum", Shape.of(4), Activation.LINEAR, Loss.MEAN_SQUARED_ERROR, 1, 4)), 36, 48, 48, "hash");
        assertThat(Summary.of(description)).contains("Connected to").contains("│ left, right       │").contains("│ x                 │")
                .contains("FLOPs: 36 a sample\n");
    }

    private static ParameterDescription parameter(String name, long offset, int... dimensions) {
        return new ParameterDescription(name, name.substring(0, name.indexOf('.')), Shape.of(dimensions), offset, true,
                new InitialValue(dev.jacquard.model.Initialization.ZEROS, 0, 0, 1, 1), 0, 0);
    }
}
