package dev.jacquard.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.jacquard.JacquardException;
import dev.jacquard.network.Engine;
import dev.jacquard.network.Network;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;
import dev.jacquard.network.UpdateRule;
import dev.jacquard.train.Optimizers;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingTest {
    private static final int ROWS = 24;
    private static final int[] ORDER = IntStream.range(0, ROWS).toArray();

    private static NetworkSettings on(Engine engine) {
        return new NetworkSettings(engine, 7, 1);
    }

    @Test
    void theTrainingLanguageWorksAsOnTheOtherEngines() {
        RandomSamples samples = RandomSamples.of(MlpNetwork.DESCRIPTION, ROWS, 1);
        try (MlpNetwork network = MlpNetwork.create(on(Engine.DL4J))) {
            assertThat(network.program().engine()).matches("Deeplearning4j, ND4J's \\w+Backend");
            float[] before = network.parameters().get("hidden.kernel");
            var history = network.compile(c -> c.optimizer(Optimizers.adam(a -> a.learningRate(0.01)))).fit(samples, f -> f.epochs(30).batchSize(8));
            assertThat(history.toString()).isNotEmpty();
            assertThat(network.parameters().get("hidden.kernel")).isNotEqualTo(before);
            network.forward(samples);
            assertThat(network.hidden().toArray()).hasSize(ROWS * 8);
        }
    }

    @Test
    void listenersHearOfStepsAndEpochs() {
        List<String> heard = new ArrayList<>();
        RandomSamples samples = RandomSamples.of(MlpNetwork.DESCRIPTION, ROWS, 1);
        try (Network network = MlpNetwork.create(on(Engine.DL4J))) {
            Dl4jProgram program = (Dl4jProgram) network.program();
            program.addListeners(new BaseTrainingListener() {
                @Override
                public void iterationDone(Model model, int iteration, int epoch) {
                    heard.add("step " + iteration + " of epoch " + epoch + (model instanceof MultiLayerNetwork ? "" : "?"));
                }

                @Override
                public void onEpochStart(Model model) {
                    heard.add("start");
                }

                @Override
                public void onEpochEnd(Model model) {
                    heard.add("end");
                }
            });
            try (Training training = program.training(TrainingSettings.of(new UpdateRule.Sgd(0, false), 12, 5), samples)) {
                training.run(ORDER, 0, ROWS, 0, new float[] {0.1f, 0.1f}, new Totals(1));
                training.run(ORDER, 0, 12, 1, new float[] {0.1f}, new Totals(1));
            }
            assertThat(heard).containsExactly("start", "step 0 of epoch 0", "step 1 of epoch 0", "end", "start", "step 2 of epoch 1", "end");
        }
    }

    static Stream<UpdateRule> rules() {
        return ParityTest.rules().stream();
    }

    /** Parameters, slots and step of one training, put into another. */
    @ParameterizedTest
    @MethodSource("rules")
    void aTrainingGoesOnWhereAnotherStopped(UpdateRule rule) {
        RandomSamples samples = RandomSamples.of(CnnNetwork.DESCRIPTION, ROWS, 1);
        TrainingSettings settings = TrainingSettings.of(rule, 8, 5);
        float[] rates = {0.01f, 0.01f, 0.01f};
        try (Network first = CnnNetwork.create(on(Engine.DL4J)); Network second = CnnNetwork.create(on(Engine.DL4J))) {
            Training whole = first.program().training(settings, samples);
            whole.run(ORDER, 0, ROWS, 0, rates, new Totals(1));
            first.parameters();
            List<float[]> slots = IntStream.range(0, rule.slots()).mapToObj(i -> whole.slot(i).toArray(ValueLayout.JAVA_FLOAT)).toList();
            first.description().parameters().forEach(p -> second.parameters().set(p.name(), first.parameters().get(p.name())));
            second.program().parametersChanged();
            Training resumed = second.program().training(settings, samples);
            for (int i = 0; i < slots.size(); i++) {
                resumed.slot(i).copyFrom(MemorySegment.ofArray(slots.get(i)));
            }
            resumed.step(whole.step());
            whole.run(ORDER, 0, ROWS, 1, rates, new Totals(1));
            resumed.run(ORDER, 0, ROWS, 1, rates, new Totals(1));
            assertThat(resumed.step()).isEqualTo(6);
            first.description().parameters().forEach(p -> assertThat(second.parameters().get(p.name())).as(p.name())
                    .containsExactly(first.parameters().get(p.name()), within(1e-6f)));
        }
    }

    static Stream<TrainingSettings> clippings() {
        UpdateRule rule = new UpdateRule.Sgd(0, false);
        return Stream.of(new TrainingSettings(rule, 8, 5, 0.001, 0, 0), new TrainingSettings(rule, 8, 5, 0, 0.01, 0),
                new TrainingSettings(rule, 8, 5, 0, 0, 0.01));
    }

    @ParameterizedTest
    @MethodSource("clippings")
    void gradientsAreClippedAsOnTheCpu(TrainingSettings settings) {
        RandomSamples samples = RandomSamples.of(ResidualNetwork.DESCRIPTION, ROWS, 1);
        try (Network cpu = ResidualNetwork.create(on(Engine.CPU)); Network dl4j = ResidualNetwork.create(on(Engine.DL4J))) {
            float[] rates = {1, 1, 1};
            cpu.program().training(settings, samples).run(ORDER, 0, ROWS, 0, rates, new Totals(3));
            dl4j.program().training(settings, samples).run(ORDER, 0, ROWS, 0, rates, new Totals(3));
            cpu.description().parameters().forEach(p -> assertThat(dl4j.parameters().get(p.name())).as(p.name())
                    .containsExactly(cpu.parameters().get(p.name()), within(2e-5f)));
        }
    }

    @Test
    void clippingBesidePenaltiesIsRefused() {
        RandomSamples samples = RandomSamples.of(MlpNetwork.DESCRIPTION, ROWS, 1);
        try (Network network = MlpNetwork.create(on(Engine.DL4J))) {
            assertThatThrownBy(() -> network.program().training(new TrainingSettings(new UpdateRule.Sgd(0, false), 8, 5, 1, 0, 0), samples))
                    .isInstanceOf(JacquardException.class).hasMessageContaining("the penalties of [hidden.kernel] after clipping");
        }
    }
}
