package dev.jacquard.train;

import static dev.jacquard.train.Monitor.LOSS;
import static dev.jacquard.train.Monitor.VAL_ACCURACY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;

import dev.jacquard.JacquardException;
import dev.jacquard.evaluate.Metric;
import dev.jacquard.io.Safetensors;
import dev.jacquard.network.TinyNetwork;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallbacksTest {
    @TempDir Path directory;

    @Test
    void trainingStopsWhenNothingGetsBetter() {
        try (TinyNetwork network = TinyNetwork.regression(2, 1)) {
            // A learning rate of 3 diverges: the first epoch is the best.
            History history = TrainerTest.trainer(network, 3).fit(TrainerTest.line(8),
                    f -> f.epochs(50).batchSize(8).verbose(false).callbacks(cb -> cb.earlyStopping(e -> e.monitor(LOSS).patience(3))));
            assertThat(history.epochs()).hasSize(4);
            assertThat(history.best(LOSS).epoch()).isEqualTo(1);
            assertThat(history.stopReason()).startsWith("loss has not been better than").endsWith("since epoch 1");
        }
    }

    @Test
    void theBestWeightsComeBack() {
        try (TinyNetwork network = TinyNetwork.regression(2, 1)) {
            List<float[]> kernels = new ArrayList<>();
            TrainerTest.trainer(network, 3).fit(TrainerTest.line(8),
                    f -> f.epochs(50).batchSize(8).verbose(false).callbacks(cb -> cb
                            .earlyStopping(e -> e.monitor(LOSS).patience(2).restoreBestWeights())
                            .onEpochEnd(run -> kernels.add(run.network().parameters().get("answer.kernel")))));
            assertThat(kernels).hasSize(3);
            assertThat(network.parameters().get("answer.kernel")).containsExactly(kernels.getFirst());
        }
    }

    @Test
    void aSettingCanBeUsedForSeveralTrainings() {
        EarlyStopping stopping = EarlyStoppingSpec.settings(e -> e.monitor(LOSS).patience(1));
        for (int i = 0; i < 2; i++) {
            try (TinyNetwork network = TinyNetwork.regression(2, 1)) {
                History history = TrainerTest.trainer(network, 3).fit(TrainerTest.line(8),
                        f -> f.epochs(50).batchSize(8).verbose(false).callbacks(cb -> cb.earlyStopping(stopping)));
                assertThat(history.epochs()).hasSize(2);
            }
        }
    }

    @Test
    void watchingWhatIsNotThereIsRefusedBeforeTheFirstStep() {
        try (TinyNetwork network = TinyNetwork.classifier(2, 3)) {
            Trainer trainer = TrainerTest.trainer(network, 0.1);
            assertThatThrownBy(() -> trainer.fit(TrainerTest.clouds(9), f -> f.callbacks(cb -> cb.earlyStopping(e -> e.patience(3)))))
                    .hasMessageContaining("earlyStopping watches 'val_loss'").hasMessageContaining("say validation(…)");
            assertThatThrownBy(() -> trainer.fit(TrainerTest.clouds(9),
                    f -> f.validation(TrainerTest.clouds(9)).callbacks(cb -> cb.earlyStopping(e -> e.monitor(VAL_ACCURACY)))))
                    .hasMessageContaining("add the metric when you compile");
            assertThat(network.tiny().trainedRows).isEmpty();
        }
    }

    @Test
    void aLossThatIsNoNumberEndsTrainingAndNamesTheLayer() {
        try (TinyNetwork network = TinyNetwork.regression(2, 1)) {
            network.tiny().brokenFrom = 5;
            History history = TrainerTest.trainer(network, 0.01).fit(TrainerTest.line(12),
                    f -> f.epochs(9).batchSize(4).verbose(false).callbacks(CallbacksSpec::terminateOnNan));
            assertThat(history.epochs()).hasSize(1);
            assertThat(history.stopReason()).contains("the loss is NaN after step")
                    .contains("the first layer whose values are not finite is 'answer' (Dense), and so are its parameters [answer.kernel");
        }
    }

    @Test
    void aCallbackCanStopInTheMiddleOfAnEpoch() {
        try (TinyNetwork network = TinyNetwork.regression(2, 1)) {
            History history = TrainerTest.trainer(network, 0.01).fit(TrainerTest.line(12),
                    f -> f.epochs(9).batchSize(4).verbose(false).callbacks(cb -> cb.onBatchEnd(run -> {
                        if (run.step() == 5) {
                            run.stop("enough");
                        }
                    })));
            assertThat(history.epochs()).hasSize(1);
            assertThat(history.stopReason()).isEqualTo("enough");
            assertThat(network.tiny().rates).hasSize(5);
        }
    }

    @Test
    void theBestEpochsAndTheLastAreKept() {
        try (TinyNetwork network = TinyNetwork.classifier(2, 3)) {
            History history = TrainerTest.trainer(network, 0.1, Metric.ACCURACY).fit(TrainerTest.clouds(30), f -> f.epochs(6).batchSize(10)
                    .verbose(false).callbacks(cb -> cb.checkpoint(k -> k.directory(directory.resolve("a/b")).keepBest(2).monitor(LOSS))));
            List<String> best = history.epochs().stream().sorted((a, b) -> Double.compare(a.loss(), b.loss())).limit(2)
                    .map(epoch -> String.format(java.util.Locale.ROOT, "epoch-%03d-loss-%.4f.safetensors", epoch.epoch(), epoch.loss())).toList();
            List<String> expected = new ArrayList<>(best);
            expected.add(CheckpointSaving.LAST);
            assertThat(names(directory.resolve("a/b"))).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static List<String> names(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aKilledTrainingGoesOnWithTheSameBits() {
        try (TinyNetwork whole = TinyNetwork.regression(2, 1);
                TinyNetwork killed = TinyNetwork.regression(2, 1);
                TinyNetwork resumed = TinyNetwork.of(killed.description(), 1)) {
            History uninterrupted = TrainerTest.trainer(whole, 0.02).fit(TrainerTest.line(30), f -> f.epochs(5).batchSize(4).verbose(false));
            Trainer first = TrainerTest.trainer(killed, 0.02);
            assertThatThrownBy(() -> first.fit(TrainerTest.line(30), f -> f.epochs(5).batchSize(4).verbose(false)
                    .callbacks(cb -> cb.checkpoint(k -> k.directory(directory)).onBatchEnd(run -> {
                        if (run.epoch() == 4) {
                            throw new IllegalStateException("killed");
                        }
                    })))).hasMessage("killed");
            resumed.parameters().set("answer.kernel", 9, 9);
            Trainer second = TrainerTest.trainer(resumed, 0.02);
            second.resume(directory.resolve(CheckpointSaving.LAST));
            History rest = second.fit(TrainerTest.line(30), f -> f.epochs(5).batchSize(4).verbose(false));
            assertThat(rest.epochs()).extracting(EpochLog::epoch).containsExactly(4, 5);
            assertThat(rest.last().loss()).isEqualTo(uninterrupted.last().loss());
            assertThat(resumed.parameters().get("answer.kernel")).containsExactly(whole.parameters().get("answer.kernel"));
            assertThat(resumed.parameters().get("answer.bias")).containsExactly(whole.parameters().get("answer.bias"));
        }
    }

    @Test
    void aCheckpointOfAnotherOptimizerIsRefusedAndNothingChanges() {
        Path file = directory.resolve("training.safetensors");
        try (TinyNetwork network = TinyNetwork.regression(2, 1);
                TinyNetwork other = TinyNetwork.of(network.description(), 5)) {
            Trainer trainer = TrainerTest.trainer(network, 0.02);
            trainer.fit(TrainerTest.line(30), f -> f.verbose(false));
            trainer.save(file);
            float[] before = other.parameters().get("answer.kernel");
            Trainer adam = Trainer.compile(other, c -> c.optimizer(Optimizers.adam()));
            assertThatThrownBy(() -> adam.resume(file)).isInstanceOf(JacquardException.class).hasMessageContaining("training with sgd")
                    .hasMessageContaining("compiled with adam");
            assertThat(other.parameters().get("answer.kernel")).containsExactly(before);
            other.load(file);
            assertThat(other.parameters().get("answer.kernel")).containsExactly(network.parameters().get("answer.kernel"));
        }
    }

    /** A handler of the JDK's own logging, where System.Logger ends when nothing else is there. */
    private static List<String> warnings(Runnable work) {
        List<String> warnings = new ArrayList<>();
        Logger logger = Logger.getLogger(TrainingCheckpoint.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                warnings.add(new SimpleFormatter().formatMessage(line));
            }

            @Override
            public void flush() {
                // Nothing is kept back.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            work.run();
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
        return warnings;
    }

    @Test
    void resumingWithAnotherSeedIsSaid() {
        Path file = directory.resolve("training.safetensors");
        try (TinyNetwork network = TinyNetwork.regression(2, 1);
                TinyNetwork other = TinyNetwork.of(network.description(), 5)) {
            Trainer trainer = TrainerTest.trainer(network, 0.02);
            trainer.fit(TrainerTest.line(30), f -> f.verbose(false));
            trainer.save(file);
            assertThat(warnings(() -> trainer.resume(file))).isEmpty();
            assertThat(warnings(() -> TrainerTest.trainer(other, 0.02).resume(file))).singleElement().asString().contains(file.toString(),
                    "with seed 1", "this network has 5", "n.seed(1)");
            assertThat(other.parameters().get("answer.kernel")).containsExactly(network.parameters().get("answer.kernel"));
        }
    }

    @Test
    void aDamagedTrainingIsRefusedWithThePlaceAndNothingChanges() throws IOException {
        Path file = directory.resolve("training.safetensors");
        try (TinyNetwork network = TinyNetwork.regression(2, 1);
                TinyNetwork other = TinyNetwork.of(network.description(), 5)) {
            Trainer trainer = TrainerTest.trainer(network, 0.02);
            trainer.fit(TrainerTest.line(30), f -> f.verbose(false));
            trainer.save(file);
            float[] before = other.parameters().get("answer.kernel");
            long offset;
            try (Safetensors stored = Safetensors.open(file)) {
                offset = stored.entry("optimizer/0/answer.bias").offset();
            }
            byte[] whole = Files.readAllBytes(file);
            Trainer resumed = TrainerTest.trainer(other, 0.02);
            for (int i = 0; i < whole.length; i++) {
                byte[] damaged = whole.clone();
                damaged[i] ^= 1;
                Files.write(file, damaged);
                assertThatThrownBy(() -> resumed.resume(file)).as("byte %d", i).isInstanceOf(JacquardException.class);
                if (i == offset) {
                    assertThatThrownBy(() -> resumed.resume(file)).hasMessageContaining(file + ", offset " + offset
                            + ": the 4 bytes of tensor 'optimizer/0/answer.bias' have the CRC-32C ");
                }
            }
            assertThat(other.parameters().get("answer.kernel")).containsExactly(before);
            Files.write(file, whole);
            resumed.resume(file);
            assertThat(other.parameters().get("answer.kernel")).containsExactly(network.parameters().get("answer.kernel"));
        }
    }

    @Test
    void weightsAloneDoNotTellHowFarTrainingHadCome() {
        Path file = directory.resolve("weights.safetensors");
        try (TinyNetwork network = TinyNetwork.regression(2, 1)) {
            network.save(file);
            Trainer trainer = TrainerTest.trainer(network, 0.02);
            assertThatThrownBy(() -> trainer.resume(file)).hasMessageContaining("has no 'epochs' in its metadata");
        }
    }
}
