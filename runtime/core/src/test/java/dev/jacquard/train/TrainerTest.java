package dev.jacquard.train;

import static dev.jacquard.evaluate.Metric.ACCURACY;
import static dev.jacquard.evaluate.Metric.MEAN_ABSOLUTE_ERROR;
import static dev.jacquard.evaluate.Metric.MEAN_SQUARED_ERROR;
import static dev.jacquard.train.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.jacquard.DataException;
import dev.jacquard.JacquardException;
import dev.jacquard.data.Dataset;
import dev.jacquard.evaluate.Evaluation;
import dev.jacquard.evaluate.Metric;
import dev.jacquard.model.Activation;
import dev.jacquard.model.Loss;
import dev.jacquard.network.Description;
import dev.jacquard.network.InputDescription;
import dev.jacquard.network.Network;
import dev.jacquard.network.OutputDescription;
import dev.jacquard.network.Shape;
import dev.jacquard.network.TinyDescriptions;
import dev.jacquard.network.TinyNetwork;
import dev.jacquard.network.Totals;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

class TrainerTest {
    /** y = 3·a − 2·b + 1 on a grid. */
    static Dataset line(int rows) {
        float[][] x = new float[rows][];
        float[] y = new float[rows];
        for (int i = 0; i < rows; i++) {
            float a = (i % 7 - 3) / 3f;
            float b = (i % 5 - 2) / 2f;
            x[i] = new float[] {a, b};
            y[i] = 3 * a - 2 * b + 1;
        }
        return Dataset.of(x, y);
    }

    /** Three clouds. */
    static Dataset clouds(int rows) {
        float[][] x = new float[rows][];
        int[] y = new int[rows];
        for (int i = 0; i < rows; i++) {
            y[i] = i % 3;
            x[i] = new float[] {y[i] == 0 ? 1 : -0.5f, y[i] == 1 ? 1 : -0.5f + 0.01f * (i % 11)};
        }
        return Dataset.of(x, y);
    }

    static Trainer trainer(Network network, double rate, Metric... metrics) {
        return Trainer.compile(network, c -> c.optimizer(sgd(s -> s.learningRate(rate).momentum(0.9))).metrics(metrics));
    }

    @Test
    void aLineIsLearned() {
        try (TinyNetwork network = TinyNetwork.regression(2, 1)) {
            Trainer trainer = trainer(network, 0.05, MEAN_SQUARED_ERROR, MEAN_ABSOLUTE_ERROR);
            History history = trainer.fit(line(210), f -> f.epochs(20).batchSize(16).validation(line(70)).verbose(false));
            assertThat(history.epochs()).hasSize(20);
            assertThat(history.names()).containsExactly("loss", "mean_squared_error", "mean_absolute_error", "val_loss", "val_mean_squared_error",
                    "val_mean_absolute_error");
            assertThat(history.last().loss()).isLessThan(1e-6);
            assertThat(history.get("mean_squared_error")).containsExactly(history.get("loss"));
            assertThat(history.last().value("val_mean_absolute_error")).isLessThan(1e-3);
            assertThat(network.parameters().get("answer.kernel")[0]).isCloseTo(3, within(1e-3f));
            assertThat(network.tiny().openTrainings).isZero();
        }
    }

    @Test
    void classesAreLearnedAndEvaluated() {
        try (TinyNetwork network = TinyNetwork.classifier(2, 3)) {
            Trainer trainer = trainer(network, 0.1, ACCURACY);
            Evaluation before = trainer.evaluate(clouds(90));
            trainer.fit(clouds(90), f -> f.epochs(30).verbose(false));
            Evaluation after = trainer.evaluate(clouds(90));
            assertThat(after.accuracy()).isEqualTo(1);
            assertThat(after.loss()).isLessThan(before.loss());
            assertThat(after.confusion().count(2, 2)).isEqualTo(30);
        }
    }

    @Test
    void theLossOfAnEpochIsTheMeanOverItsRows() {
        try (TinyNetwork network = TinyNetwork.regression(2, 1)) {
            network.parameters().set("answer.kernel", 0, 0);
            Dataset data = Dataset.of(new float[][] {{0, 0}, {0, 0}, {0, 0}}, new float[] {1, 2, 3});
            Trainer trainer = Trainer.compile(network, c -> c.optimizer(sgd(s -> s.learningRate(Schedules.constant(0)))));
            History history = trainer.fit(data, f -> f.batchSize(2).verbose(false));
            assertThat(history.last().loss()).isCloseTo((1 + 4 + 9) / 3.0, within(1e-6));
        }
    }

    @Test
    void everyEpochGoesThroughAllRowsInItsOwnOrder() {
        try (TinyNetwork network = TinyNetwork.regression(2, 1);
                TinyNetwork again = TinyNetwork.regression(2, 1)) {
            trainer(network, 0.01).fit(line(50), f -> f.epochs(2).batchSize(7).verbose(false));
            trainer(again, 0.01).fit(line(50), f -> f.epochs(2).batchSize(7).verbose(false));
            List<Integer> first = network.tiny().trainedRows.subList(0, 50);
            List<Integer> second = network.tiny().trainedRows.subList(50, 100);
            Integer[] all = IntStream.range(0, 50).boxed().toArray(Integer[]::new);
            assertThat(first).containsExactlyInAnyOrder(all).isNotEqualTo(second).isNotEqualTo(List.of(all));
            assertThat(second).containsExactlyInAnyOrder(all);
            assertThat(again.tiny().trainedRows).isEqualTo(network.tiny().trainedRows);
            assertThat(again.parameters().get("answer.kernel")).containsExactly(network.parameters().get("answer.kernel"));
        }
    }

    @Test
    void withoutShufflingRowsComeAsTheyAre() {
        try (TinyNetwork network = TinyNetwork.regression(2, 1)) {
            trainer(network, 0.01).fit(line(10), f -> f.epochs(2).batchSize(3).shuffle(false).verbose(false));
            assertThat(network.tiny().trainedRows).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        }
    }

    @Test
    void aSplitKeepsTheLastRowsForValidation() {
        try (TinyNetwork network = TinyNetwork.regression(2, 1)) {
            History history = trainer(network, 0.01).fit(line(50), f -> f.validationSplit(0.2).batchSize(64).verbose(false));
            assertThat(network.tiny().trainedRows).hasSize(40).allMatch(row -> row < 40);
            assertThat(network.tiny().inferredRows).containsExactly(10);
            assertThat(history.names()).containsExactly("loss", "val_loss");
        }
    }

    @Test
    void everyStepHasItsOwnLearningRate() {
        try (TinyNetwork network = TinyNetwork.regression(2, 1)) {
            Trainer trainer = Trainer.compile(network, c -> c.optimizer(sgd(s -> s.learningRate(Schedules.exponentialDecay(1e-2, 1, 0.5)))));
            History history = trainer.fit(line(6), f -> f.epochs(2).batchSize(2).verbose(false));
            assertThat(network.tiny().rates).containsExactly(0.01f, 0.005f, 0.0025f, 0.00125f, 0.000625f, 0.0003125f);
            assertThat(history.epochs().getFirst().learningRate()).isEqualTo(0.0025);
        }
    }

    @Test
    void aScheduleThatGivesNoRateIsNamedWithItsStep() {
        try (TinyNetwork network = TinyNetwork.regression(2, 1)) {
            Trainer trainer = Trainer.compile(network, c -> c.optimizer(sgd(s -> s.learningRate(step -> step == 2 ? Double.NaN : 0.1))));
            assertThatThrownBy(() -> trainer.fit(line(6), f -> f.batchSize(1).verbose(false))).hasMessageContaining("NaN for step 2");
            assertThat(network.tiny().openTrainings).isZero();
        }
    }

    @Test
    void aSecondFitGoesOnWithTheOptimizersMemory() {
        try (TinyNetwork whole = TinyNetwork.regression(2, 1);
                TinyNetwork parts = TinyNetwork.regression(2, 1)) {
            trainer(whole, 0.01).fit(line(30), f -> f.epochs(3).verbose(false));
            Trainer trainer = trainer(parts, 0.01);
            trainer.fit(line(30), f -> f.verbose(false));
            History history = trainer.fit(line(30), f -> f.epochs(2).verbose(false));
            assertThat(history.epochs()).extracting(EpochLog::epoch).containsExactly(1, 2);
            assertThat(parts.parameters().get("answer.kernel")).containsExactly(whole.parameters().get("answer.kernel"));
        }
    }

    @Test
    void initialEpochCountsEpochsAsDone() {
        try (TinyNetwork network = TinyNetwork.regression(2, 1)) {
            History history = trainer(network, 0.01).fit(line(30), f -> f.epochs(5).initialEpoch(3).verbose(false));
            assertThat(history.epochs()).extracting(EpochLog::epoch).containsExactly(4, 5);
        }
    }

    @Test
    void stepsAreHandedOverInGrowingChunksUnlessSomebodyWatchesEach() {
        try (TinyNetwork network = TinyNetwork.regression(2, 1)) {
            trainer(network, 0.01).fit(line(3000), f -> f.batchSize(2).verbose(false));
            assertThat(network.tiny().chunks.getFirst()).isEqualTo(1);
            assertThat(network.tiny().chunks.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1500);
            assertThat(network.tiny().chunks).anyMatch(count -> count > 1);
        }
        try (TinyNetwork network = TinyNetwork.regression(2, 1)) {
            List<Integer> seen = new ArrayList<>();
            trainer(network, 0.01).fit(line(10),
                    f -> f.batchSize(3).verbose(false).callbacks(cb -> cb.onBatchEnd(run -> seen.add(run.epochStep()))));
            assertThat(network.tiny().chunks).containsExactly(1, 1, 1, 1);
            assertThat(seen).containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void aStepAllocatesNothing() {
        try (TinyNetwork network = TinyNetwork.regression(2, 1)) {
            network.tiny().idle = true;
            Trainer trainer = trainer(network, 0.01);
            Dataset data = line(20_000);
            allocated(trainer, data, 3);
            long few = allocated(trainer, data, 2);
            long many = allocated(trainer, data, 12);
            // Ten epochs of 20,000 single steps each; an epoch itself writes its log.
            assertThat((many - few) / 200_000.0).isLessThan(1);
        }
    }

    private static long allocated(Trainer trainer, Dataset data, int epochs) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        FitSettings settings = FitSpec
                .settings(f -> f.epochs(epochs).batchSize(1).verbose(false).callbacks(cb -> cb.terminateOnNan().onBatchEnd(_ -> {
                })));
        long before = threads.getCurrentThreadAllocatedBytes();
        trainer.fit(data, settings);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void severalOutputsAreToldApartByName() {
        Shape shape = Shape.of(2);
        Description description = new Description("Pair", List.of(), List.of(), List.of(new InputDescription("x", shape)),
                List.of(new OutputDescription("kind", shape, Activation.SOFTMAX, Loss.SPARSE_CATEGORICAL_CROSSENTROPY, 1, 1),
                        new OutputDescription("size", shape, Activation.LINEAR, Loss.MEAN_SQUARED_ERROR, 1, 2)),
                0, 0, 0, "hash");
        RunningValues values = new RunningValues(description, List.of(ACCURACY, MEAN_ABSOLUTE_ERROR));
        assertThat(values.names()).containsExactly("loss", "kind_loss", "kind_accuracy", "size_loss");
        assertThat(values.measured()).containsExactly(MEAN_ABSOLUTE_ERROR);
        Totals totals = new Totals(2);
        totals.addOutput(0, 4, 3);
        totals.addOutput(1, 2, 0);
        totals.addStep(4, 1.5);
        Map<String, Double> read = new LinkedHashMap<>();
        values.putAll(totals, read);
        assertThat(read).isEqualTo(Map.of("loss", 1.5, "kind_loss", 1.0, "kind_accuracy", 0.75, "size_loss", 0.5));
    }

    @Test
    void aNetworkWithoutALossIsRefused() {
        try (TinyNetwork network = TinyNetwork.of(TinyDescriptions.dense("Mute", 2, 2, Activation.LINEAR, Loss.NONE), 1)) {
            assertThatThrownBy(() -> trainer(network, 0.1)).isInstanceOf(JacquardException.class).hasMessageContaining("Mute has no loss")
                    .hasMessageContaining("@Model(loss");
        }
    }

    @Test
    void aMetricThatDoesNotFitIsRefusedWithOneThatDoes() {
        try (TinyNetwork line = TinyNetwork.regression(2, 1);
                TinyNetwork choice = TinyNetwork.classifier(2, 3)) {
            assertThatThrownBy(() -> trainer(line, 0.1, ACCURACY)).hasMessageContaining("ACCURACY does not fit Line")
                    .hasMessageContaining("take MEAN_ABSOLUTE_ERROR");
            assertThatThrownBy(() -> trainer(choice, 0.1, MEAN_ABSOLUTE_ERROR)).hasMessageContaining("take ACCURACY");
        }
    }

    @Test
    void dataThatDoesNotFitIsRefusedBeforeTheFirstStep() {
        try (TinyNetwork network = TinyNetwork.classifier(2, 3)) {
            Trainer trainer = trainer(network, 0.1);
            Dataset high = Dataset.of(new float[][] {{1, 2}, {1, 2}}, new int[] {0, 3});
            assertThatThrownBy(() -> trainer.fit(high)).isInstanceOf(DataException.class).hasMessageContaining("row 1 has class 3");
            assertThatThrownBy(() -> trainer.fit(clouds(9), f -> f.validation(high))).isInstanceOf(DataException.class);
            assertThatThrownBy(() -> trainer.evaluate(Dataset.of(new float[][] {{1, 2}}))).hasMessageContaining("no targets");
            assertThatThrownBy(() -> trainer.fit(clouds(1), f -> f.validationSplit(0.5))).hasMessageContaining("too few");
            assertThat(network.tiny().trainedRows).isEmpty();
        }
    }
}
