package dev.jacquard.processor.emit.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Objects;
import java.util.Random;

import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraph;
import dev.jacquard.processor.pass.Compilation;
import dev.jacquard.processor.pass.PlanMemory;
import dev.jacquard.processor.pass.Schedule;
import dev.jacquard.processor.pass.VerifyGraph;
import dev.jacquard.processor.simulation.Givens;
import dev.jacquard.processor.simulation.Machine;
import dev.jacquard.processor.simulation.RandomModels;

import org.junit.jupiter.api.Test;

class PrepareKernelsTest {
    private static final int ROWS = 4;

    @Test
    void turnedKernelsGiveTheSameGradientsInThePlannedMemory() {
        int turned = 0;
        for (long seed = 0; seed < 200; seed++) {
            OpGraph training = Objects.requireNonNull(Compilation.of(RandomModels.of(seed)).training());
            OpGraph prepared = VerifyGraph.after("PrepareKernels", PrepareKernels.apply(training));
            turned += (int) prepared.nodes().stream().filter(node -> node.op() instanceof Op.Transpose || node.op() instanceof Op.FlipKernel)
                    .count();
            Schedule schedule = Schedule.training(prepared);
            Map<String, double[]> given = Givens.of(training, ROWS, seed);
            Map<String, double[]> expected = new Machine(training, ROWS, Givens.copy(given)).run().gradients();
            Map<String, double[]> actual = new Machine(prepared, ROWS, Givens.copy(given), PlanMemory.sharing(schedule, PlanMemory::elementwise))
                    .run(schedule, new Random(seed)).gradients();
            assertThat(actual.keySet()).isEqualTo(expected.keySet());
            for (Map.Entry<String, double[]> gradient : expected.entrySet()) {
                assertThat(Objects.requireNonNull(actual.get(gradient.getKey()))).as("model %d, gradient of %s", seed, gradient.getKey())
                        .containsExactly(gradient.getValue(), within(1e-12));
            }
        }
        assertThat(turned).isGreaterThan(300);
    }
}
