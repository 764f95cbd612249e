package dev.jacquard.processor.emit.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import dev.jacquard.model.Activation;
import dev.jacquard.model.Loss;
import dev.jacquard.processor.graph.LayerGraph;
import dev.jacquard.processor.graph.LayerNode;
import dev.jacquard.processor.graph.Node;
import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraph;
import dev.jacquard.processor.pass.Compilation;
import dev.jacquard.processor.pass.PlanMemory;
import dev.jacquard.processor.pass.Schedule;
import dev.jacquard.processor.pass.VerifyGraph;
import dev.jacquard.processor.simulation.Givens;
import dev.jacquard.processor.simulation.Machine;
import dev.jacquard.processor.simulation.Models;
import dev.jacquard.processor.simulation.RandomModels;

import org.junit.jupiter.api.Test;

class PrepareKernelsTest {
    private static final int ROWS = 4;

    @Test
    void turnedKernelsGiveTheSameGradientsInThePlannedMemory() {
        int turned = 0;
        for (long seed = 0; seed < 200; seed++) {
            OpGraph prepared = assertSameGradients("model " + seed, RandomModels.of(seed), seed);
            turned += (int) prepared.nodes().stream().filter(node -> node.op() instanceof Op.Transpose || node.op() instanceof Op.FlipKernel)
                    .count();
        }
        assertThat(turned).isGreaterThan(300);
    }

    @Test
    void productsWithALargeKernelGoPieceByPiece() {
        Models model = new Models();
        LayerNode wide = model.dense(model.input(3), 301, Activation.TANH);
        LayerNode narrow = model.dense(wide, 110, Activation.SIGMOID);
        OpGraph prepared = assertSameGradients("large kernel", model.result(model.dense(narrow, 2, Activation.LINEAR), Loss.MEAN_SQUARED_ERROR, 1)
                .build(), 1);
        assertThat(prepared.nodes()).extracting(node -> (Object) node.op()).contains(new Op.LinearParts(301, 110, 152),
                new Op.LinearInputGradientParts(301, 110, 152));
    }

    @Test
    void whatItMakesIsVerified() {
        Models model = new Models();
        LayerNode hidden = model.dense(model.input(3), 4, Activation.RELU);
        Compilation compiled = Compilation.of(model.result(model.dense(hidden, 2, Activation.LINEAR), Loss.MEAN_SQUARED_ERROR, 1).build());
        OpGraph training = Objects.requireNonNull(compiled.training());
        List<Node> nodes = training.nodes().stream().map(node -> node.op() instanceof Op.Linear(int in, int out, boolean bias, var activation)
                ? node.withOp(new Op.Linear(in + 1, out, bias, activation), node.inputs())
                : node).toList();
        OpGraph wrong = new OpGraph(nodes, training.outputs(), training.gradients(), training.effects());
        assertThatThrownBy(() -> CpuEmitter.emit(new Compilation(compiled.layers(), compiled.arena(), wrong, compiled.inference(),
                compiled.inspection()))).isInstanceOf(IllegalStateException.class).hasMessageStartingWith("after PrepareKernels: ");
    }

    private static OpGraph assertSameGradients(String what, LayerGraph model, long seed) {
        OpGraph training = Objects.requireNonNull(Compilation.of(model).training());
        OpGraph prepared = VerifyGraph.after("PrepareKernels", PrepareKernels.apply(training));
        Schedule schedule = Schedule.training(prepared);
        Map<String, double[]> given = Givens.of(training, ROWS, seed);
        Map<String, double[]> expected = new Machine(training, ROWS, Givens.copy(given)).run().gradients();
        Map<String, double[]> actual = new Machine(prepared, ROWS, Givens.copy(given), PlanMemory.sharing(schedule, CpuEmitter::inPlace))
                .run(schedule, new Random(seed)).gradients();
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        for (Map.Entry<String, double[]> gradient : expected.entrySet()) {
            assertThat(Objects.requireNonNull(actual.get(gradient.getKey()))).as("%s, gradient of %s", what, gradient.getKey())
                    .containsExactly(gradient.getValue(), within(1e-12));
        }
        return prepared;
    }
}
