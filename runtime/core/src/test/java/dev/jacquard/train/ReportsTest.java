package dev.jacquard.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.jacquard.evaluate.Metric;
import dev.jacquard.network.Samples;
import dev.jacquard.network.TinyNetwork;
import dev.jacquard.network.Totals;

import org.junit.jupiter.api.Test;

class ReportsTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private long now;

    private PrintStream out(Charset charset) {
        return new PrintStream(bytes, true, charset);
    }

    private static EpochLog log(int epoch, double loss, double accuracy) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("loss", loss);
        values.put("val_accuracy", accuracy);
        return new EpochLog(epoch, values, 1e-3, 1.25);
    }

    private static History history() {
        History history = new History();
        history.add(log(1, 0.5, 0.8));
        history.add(log(2, 0.25, 0.9));
        history.add(log(3, 0.3, 0.9));
        return history;
    }

    @Test
    void aHistoryGivesValuesByNameAndTheBestEpoch() {
        History history = history();
        assertThat(history.get("loss")).containsExactly(0.5, 0.25, 0.3);
        assertThat(history.best("loss").epoch()).isEqualTo(2);
        assertThat(history.best("val_accuracy").epoch()).isEqualTo(2);
        assertThat(history.last().value("val_accuracy")).isEqualTo(0.9);
        assertThatThrownBy(() -> history.get("accuracy")).hasMessageContaining("it has [loss, val_accuracy]");
        assertThatThrownBy(() -> new History().last()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aHistoryReadsAsATable() {
        History history = history();
        history.stopReason("enough");
        assertThat(history).hasToString("""
                epoch        loss  val_accuracy  learning_rate  seconds
                    1      0.5000        0.8000         0.0010     1.25
                    2      0.2500        0.9000         0.0010     1.25
                    3      0.3000        0.9000         0.0010     1.25
                ended early: enough
                """);
        assertThat(history.last()).hasToString("epoch 3: loss 0.3000, val_accuracy 0.9000 (1.25 s)");
    }

    @Test
    void figuresSuitTheirSize() {
        assertThat(Figures.of(0.12345)).isEqualTo("0.1235");
        assertThat(Figures.of(1.5e-5)).isEqualTo("1.5000e-05");
        assertThat(Figures.of(0)).isEqualTo("0.0000");
        assertThat(Figures.of(Double.NaN)).isEqualTo("NaN");
        assertThat(Figures.time(59.4)).isEqualTo("59s");
        assertThat(Figures.time(123)).isEqualTo("2:03");
        assertThat(Figures.time(3723)).isEqualTo("1:02:03");
        assertThat(Figures.perStep(0.000133)).isEqualTo("133us/step");
        assertThat(Figures.perStep(0.012)).isEqualTo("12ms/step");
        assertThat(Figures.perStep(2.1)).isEqualTo("2s/step");
    }

    private static FitRun run(TinyNetwork network, Totals totals, int steps) {
        Trainer trainer = TrainerTest.trainer(network, 0.1, Metric.ACCURACY);
        Samples data = TrainerTest.clouds(9);
        return new FitRun(trainer, FitSpec.settings(f -> f.epochs(5)), List.of("loss", "accuracy"), data, new int[9], totals, steps);
    }

    @Test
    void theBarShowsStepsTimeLossAndMetrics() {
        try (TinyNetwork network = TinyNetwork.classifier(2, 3)) {
            Totals totals = new Totals(1);
            FitRun run = run(network, totals, 100);
            ProgressBar bar = new ProgressBar(new RunningValues(network.description(), List.of(Metric.ACCURACY)), out(StandardCharsets.UTF_8),
                    () -> now);
            run.epochBegins(2);
            bar.epochBegins(run);
            totals.addOutput(0, 5, 3);
            totals.addStep(10, 0.5);
            run.stepsDone(50, 50, 0, 1);
            now += 200_000_000;
            bar.stepsDone(run);
            String shown = bytes.toString(StandardCharsets.UTF_8);
            assertThat(shown).startsWith("Epoch 2/5" + System.lineSeparator() + "\u001b[?7l\r 50/100 ━━━━━━━━━━──────────")
                    .contains(" 0s 4ms/step - loss: 0.5000 - accuracy: 0.3000");
            assertThat(shown).as("the terminal wraps lines again").endsWith("\u001b[?7h");
            int length = bytes.size();
            now += 99_000_000;
            bar.stepsDone(run);
            assertThat(bytes.size()).as("no second redraw within a tenth of a second").isEqualTo(length);
            run.stepsDone(50, 100, 0, 1);
            run.history().add(log(2, 0.25, 0.9));
            bar.epochDone(run);
            assertThat(bytes.toString(StandardCharsets.UTF_8))
                    .contains("\r100/100 ━━━━━━━━━━━━━━━━━━━━ 1s 13ms/step - loss: 0.2500 - val_accuracy: 0.9000");
        }
    }

    @Test
    void theBarIsPlainWhereTheTerminalKnowsNoLines() {
        try (TinyNetwork network = TinyNetwork.classifier(2, 3)) {
            FitRun run = run(network, new Totals(1), 4);
            ProgressBar bar = new ProgressBar(new RunningValues(network.description(), List.of()), out(StandardCharsets.US_ASCII), () -> now);
            run.epochBegins(1);
            bar.epochBegins(run);
            run.stepsDone(1, 1, 0, 1);
            bar.stepsDone(run);
            assertThat(bytes.toString(StandardCharsets.US_ASCII)).contains("1/4 =====............... ").contains("loss: NaN");
        }
    }

    @Test
    void withoutATerminalThereIsALineForEachEpoch() {
        try (TinyNetwork network = TinyNetwork.classifier(2, 3)) {
            FitRun run = run(network, new Totals(1), 4);
            ProgressLines lines = new ProgressLines(out(StandardCharsets.UTF_8));
            run.epochBegins(2);
            run.history().add(log(2, 0.25, 0.9));
            lines.epochDone(run);
            lines.stopped(run, "enough");
            assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).containsExactly("Epoch 2/5 - 1.25s - loss: 0.2500 - val_accuracy: 0.9000",
                    "Training ended in epoch 2: enough");
        }
    }
}
