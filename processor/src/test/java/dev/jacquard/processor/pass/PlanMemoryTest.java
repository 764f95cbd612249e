package dev.jacquard.processor.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import dev.jacquard.processor.graph.LayerGraph;
import dev.jacquard.processor.graph.OpGraph;
import dev.jacquard.processor.simulation.Givens;
import dev.jacquard.processor.simulation.Machine;
import dev.jacquard.processor.simulation.RandomModels;

import org.junit.jupiter.api.Test;

/**
 * Runs models in the memory of their plans, samples and independent operations in any order, and compares with runs in which every value has
 * memory of its own: two values that were alive together in one place would show.
 */
class PlanMemoryTest {
    private static final int MODELS = 300;
    private static final int ROWS = 4;

    @Test
    void noTwoValuesThatAreAliveTogetherShareMemory() {
        for (long seed = 0; seed < MODELS; seed++) {
            Compilation model = Compilation.of(RandomModels.of(seed));
            OpGraph training = Objects.requireNonNull(model.training());
            compare("training of model " + seed, Schedule.training(training), seed);
            compare("training in natural order of model " + seed, Schedule.natural(training), seed);
            compare("inference of model " + seed, Schedule.inference(model.inference()), seed);
            compare("inspection of model " + seed, Schedule.inference(model.inspection()), seed);
        }
    }

    private static void compare(String what, Schedule schedule, long seed) {
        OpGraph graph = schedule.graph();
        Map<String, double[]> given = Givens.of(graph, ROWS, seed);
        Map<String, double[]> plain = Givens.copy(given);
        Map<String, double[]> shared = Givens.copy(given);
        Machine one = new Machine(graph, ROWS, plain).run();
        Machine other = new Machine(graph, ROWS, shared, PlanMemory.sharing(schedule, PlanMemory::elementwise)).run(schedule, new Random(seed));
        for (int output = 0; output < one.results().size(); output++) {
            assertThat(other.results().get(output)).as("%s, output %d", what, output).containsExactly(one.results().get(output));
            assertThat(other.losses().get(output)).as("%s, losses %d", what, output).containsExactly(one.losses().get(output));
        }
        Map<String, double[]> gradients = other.gradients();
        one.gradients().forEach((parameter, gradient) -> assertThat(gradients.get(parameter)).as("%s, gradient of %s", what, parameter)
                .containsExactly(gradient));
        plain.forEach((name, values) -> assertThat(shared.get(name)).as("%s, %s", what, name).containsExactly(values));
    }

    @Test
    void inspectionKeepsEveryValueThatCanBeLookedAt() {
        for (long seed = 0; seed < 50; seed++) {
            Schedule schedule = Schedule.inference(Compilation.of(RandomModels.of(seed)).inspection());
            OpGraph graph = schedule.graph();
            Map<String, double[]> given = Givens.of(graph, ROWS, seed);
            Machine one = new Machine(graph, ROWS, given).run();
            Machine other = new Machine(graph, ROWS, given, PlanMemory.keeping(schedule)).run(schedule, new Random(seed));
            graph.nodes().stream().filter(node -> node.value()).forEach(
                    node -> assertThat(other.value(node)).as("%s", node.name()).containsExactly(one.value(node)));
        }
    }

    @Test
    void inferenceNeedsLessThanTrainingAndSharingLessThanKeeping() {
        long training = 0;
        long inference = 0;
        long kept = 0;
        for (long seed = 0; seed < MODELS; seed++) {
            LayerGraph layers = RandomModels.of(seed);
            Compilation model = Compilation.of(layers);
            long one = PlanMemory.sharing(Schedule.training(Objects.requireNonNull(model.training())), PlanMemory::elementwise).bytesPerSample();
            long other = PlanMemory.sharing(Schedule.inference(model.inference()), PlanMemory::elementwise).bytesPerSample();
            long all = PlanMemory.keeping(Schedule.training(Objects.requireNonNull(model.training()))).bytesPerSample();
            assertThat(other).as("model %d", seed).isLessThanOrEqualTo(one);
            assertThat(one).as("model %d", seed).isLessThanOrEqualTo(all);
            training += one;
            inference += other;
            kept += all;
        }
        assertThat(Arrays.asList(inference < training * 0.8, training < kept * 0.9))
                .as("inference %d, training %d, kept %d", inference, training, kept)
                .containsOnly(true);
    }
}
