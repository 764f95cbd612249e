package dev.jacquard.train;

import static dev.jacquard.train.Optimizers.adam;
import static dev.jacquard.train.Optimizers.adamW;
import static dev.jacquard.train.Optimizers.rmsprop;
import static dev.jacquard.train.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.jacquard.data.Dataset;
import dev.jacquard.evaluate.Metric;
import dev.jacquard.network.TrainingSettings;
import dev.jacquard.network.UpdateRule;

import org.junit.jupiter.api.Test;

class SpecsTest {
    @Test
    void optimizersHaveTheDefaultsOfKeras() {
        assertThat(sgd().rule()).isEqualTo(new UpdateRule.Sgd(0, false));
        assertThat(sgd().learningRate().rate(0)).isEqualTo(0.01);
        assertThat(rmsprop().rule()).isEqualTo(new UpdateRule.RmsProp(0.9, 0, 1e-7, false));
        assertThat(rmsprop().learningRate().rate(7)).isEqualTo(0.001);
        assertThat(adam().rule()).isEqualTo(new UpdateRule.Adam(0.9, 0.999, 1e-7, 0));
        assertThat(adam().learningRate().rate(7)).isEqualTo(0.001);
        assertThat(adamW().rule()).isEqualTo(new UpdateRule.Adam(0.9, 0.999, 1e-7, 0.004));
        assertThat(CompileSpec.settings(c -> {
        }).optimizer().name()).isEqualTo("rmsprop");
    }

    @Test
    void optimizersSayWhatTheyWereTold() {
        OptimizerSettings gan = adam(a -> a.learningRate(2e-4).beta1(0.5).beta2(0.99).epsilon(1e-8).globalClipNorm(1));
        assertThat(gan.rule()).isEqualTo(new UpdateRule.Adam(0.5, 0.99, 1e-8, 0));
        assertThat(gan.learningRate().rate(3)).isEqualTo(2e-4);
        assertThat(gan.training(64, 9).globalClipNorm()).isEqualTo(1);
        assertThat(gan.training(64, 9).batchSize()).isEqualTo(64);
        assertThat(sgd(s -> s.momentum(0.9).nesterov()).rule()).isEqualTo(new UpdateRule.Sgd(0.9, true));
        assertThat(rmsprop(r -> r.rho(0.8).momentum(0.1).epsilon(1e-6).centered()).rule()).isEqualTo(new UpdateRule.RmsProp(0.8, 0.1, 1e-6, true));
        assertThat(adamW(a -> a.weightDecay(0.1)).rule()).isEqualTo(new UpdateRule.Adam(0.9, 0.999, 1e-7, 0.1));
        assertThat(sgd(s -> s.learningRate(Schedules.exponentialDecay(1, 1, 0.5))).learningRate().rate(2)).isEqualTo(0.25);
        assertThat(sgd(s -> s.learningRate(step -> step + 1)).learningRate().rate(2)).isEqualTo(3);
    }

    @Test
    void impossibleValuesAreRefusedAtTheSetterWithTheRange() {
        assertThatThrownBy(() -> adam(a -> a.learningRate(-1))).hasMessage("learningRate is greater than 0 and finite, not -1.0");
        assertThatThrownBy(() -> adam(a -> a.learningRate(Double.NaN))).hasMessage("learningRate is greater than 0 and finite, not NaN");
        assertThatThrownBy(() -> adam(a -> a.beta1(1))).hasMessage("beta1 is in [0.0, 1.0), not 1.0");
        assertThatThrownBy(() -> sgd(s -> s.momentum(-0.1))).hasMessage("momentum is in [0.0, 1.0), not -0.1");
        assertThatThrownBy(() -> sgd(SgdSpec::nesterov)).hasMessageContaining("say momentum(0.9)");
        assertThatThrownBy(() -> sgd(s -> s.clipNorm(1).clipValue(1))).hasMessageContaining("exclude each other");
        assertThatThrownBy(() -> adam(a -> a.clipNorm(1.5).globalClipNorm(0.5))).isInstanceOf(IllegalArgumentException.class).hasMessage(
                "clipNorm(1.5) and globalClipNorm(0.5) exclude each other: say one of them");
        assertThatThrownBy(() -> rmsprop(r -> r.globalClipNorm(2).clipValue(0.5))).hasMessage(
                "globalClipNorm(2.0) and clipValue(0.5) exclude each other: say one of them");
        assertThat(sgd(s -> s.clipNorm(1).clipNorm(2)).clipNorm()).isEqualTo(2);
        assertThatThrownBy(() -> new TrainingSettings(new UpdateRule.Sgd(0, false), 1, 0, 0.5, 0, 2)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("clipValue 0.5, clipNorm 0.0 and globalClipNorm 2.0 exclude each other: at most one of them is not 0");
        assertThatThrownBy(() -> FitSpec.settings(f -> f.epochs(0))).hasMessage("epochs is at least 1, not 0");
        assertThatThrownBy(() -> FitSpec.settings(f -> f.batchSize(0))).hasMessage("batchSize is at least 1, not 0");
        assertThatThrownBy(() -> FitSpec.settings(f -> f.validationSplit(1))).hasMessage("validationSplit is in (0.0, 1.0), not 1.0");
        assertThatThrownBy(() -> FitSpec.settings(f -> f.validationSplit(0.1).validation(Dataset.of(new float[][] {{1}}))))
                .hasMessageContaining("exclude each other");
        assertThatThrownBy(() -> CallbacksSpec.settings(cb -> cb.checkpoint(k -> k.keepBest(2)))).hasMessageContaining("needs a directory");
        assertThatThrownBy(() -> EarlyStoppingSpec.settings(e -> e.patience(-1))).hasMessage("patience is at least 0, not -1");
    }

    @Test
    void aSpecRefusesToSpeakAfterItsLambda() {
        List<FitSpec> escaped = new ArrayList<>();
        FitSettings settings = FitSpec.settings(f -> {
            f.epochs(3);
            escaped.add(f);
        });
        assertThatThrownBy(() -> escaped.getFirst().epochs(4)).isInstanceOf(IllegalStateException.class).hasMessageStartingWith("FitSpec was used");
        assertThat(settings.epochs()).isEqualTo(3);
    }

    @Test
    void everyLambdaHasATwinThatTakesTheValue() {
        EarlyStopping stopping = EarlyStoppingSpec.settings(e -> e.monitor(Monitor.LOSS).patience(2).minDelta(0.1).restoreBestWeights());
        CheckpointSaving saving = CheckpointSavingSpec.settings(k -> k.directory(Path.of("out")).keepBest(2));
        Callbacks callbacks = CallbacksSpec.settings(cb -> cb.earlyStopping(stopping).checkpoint(saving));
        assertThat(callbacks.all()).containsExactly(new EarlyStopping(Monitor.LOSS, 2, 0.1, true), new CheckpointSaving(Path.of("out"), null, 2));
        assertThat(FitSpec.settings(f -> f.callbacks(callbacks)).callbacks()).isEqualTo(callbacks);
        assertThat(FitSpec.settings(f -> f.callbacks(cb -> cb.earlyStopping(stopping))).callbacks().all()).containsExactly(stopping);
    }

    @Test
    void metricsAreKeptOnceAndInOrder() {
        CompileSettings settings = CompileSpec.settings(c -> c.metrics(Metric.MEAN_SQUARED_ERROR, Metric.ACCURACY).metrics(Metric.ACCURACY));
        assertThat(settings.metrics()).containsExactly(Metric.MEAN_SQUARED_ERROR, Metric.ACCURACY);
    }
}
