package dev.jacquard.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import dev.jacquard.data.Dataset;

import org.junit.jupiter.api.Test;

class MeasurementTest {
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
    private final Task task = new Task(Workload.MLP, 2, 1, 0, Dataset.of(new float[3][Workload.PIXELS], new int[3]),
            Dataset.of(new float[1][Workload.PIXELS], new int[1]));

    /** Counts what it is asked for. */
    private static final class Counting implements Engine {
        private int epochs;
        private int predictions;

        @Override
        public double trainEpoch() {
            return 1.0 / ++epochs;
        }

        @Override
        public double testAccuracy() {
            return epochs / 10.0;
        }

        @Override
        public int predict(float[] pixels) {
            return predictions++ % Workload.CLASSES;
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    @Test
    void trainsEveryEpochThenTakesTheAccuracy() {
        Result.Trained result = Measurement.train(new Counting(), "counting", task, 3, new PrintStream(progress, true, StandardCharsets.UTF_8));

        assertThat(result.testAccuracy()).isEqualTo(0.3);
        assertThat(progress.toString(StandardCharsets.UTF_8).lines()).satisfiesExactly(
                line -> assertThat(line).startsWith("counting epoch 1/3: loss 1.0000, ").endsWith(" (warm-up, not counted)"),
                line -> assertThat(line).startsWith("counting epoch 2/3: loss 0.5000, ").endsWith(" ms a step"),
                line -> assertThat(line).startsWith("counting epoch 3/3: loss 0.3333, ").endsWith(" ms a step"));
    }

    @Test
    void theOnlyEpochCounts() {
        Measurement.train(new Counting(), "counting", task, 1, new PrintStream(progress, true, StandardCharsets.UTF_8));

        assertThat(progress.toString(StandardCharsets.UTF_8)).doesNotContain("warm-up");
    }

    @Test
    void theLastStepOfAnEpochTakesWhatIsLeft() {
        assertThat(task.stepsPerEpoch()).isEqualTo(2);
    }

    @Test
    void predictsManyTimesAfterAWarmUp() {
        Counting engine = new Counting();

        Measurement.predict(engine, "counting", task);

        assertThat(engine.predictions).isBetween(2, 25_000);
    }

    @Test
    void theMedianOfAnEvenNumberLiesInTheMiddle() {
        assertThat(Measurement.median(new double[] {9, 1, 3})).isEqualTo(3);
        assertThat(Measurement.median(new double[] {4, 1, 3, 100})).isEqualTo(3.5);
    }
}
