package dev.jacquard.processor.emit.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Objects;
import java.util.Random;

import dev.jacquard.model.Activation;
import dev.jacquard.model.Loss;
import dev.jacquard.model.Padding;
import dev.jacquard.processor.graph.Layer;
import dev.jacquard.processor.graph.Layer.Pair;
import dev.jacquard.processor.graph.LayerGraph;
import dev.jacquard.processor.graph.LayerNode;
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

class FuseMasksTest {
    private static final int ROWS = 3;

    /** Two convolutions with a ReLU, each before a pool with such strides. */
    private static LayerGraph convolutions(Pair strides, Activation activation) {
        Models model = new Models();
        LayerNode x = model.input(9, 11, 2);
        for (int i = 0; i < 2; i++) {
            x = model.add(new Layer.MaxPooling2D(new Pair(2, 2), strides, Padding.VALID), model.convolution(x, 3, activation));
        }
        LayerNode flat = model.add(new Layer.Flatten(), x);
        return model.result(model.dense(flat, 2, Activation.LINEAR), Loss.MEAN_SQUARED_ERROR, 1).build();
    }

    @Test
    void aReluAndAPoolShareAGradient() {
        OpGraph fused = assertSameGradients("side by side", convolutions(new Pair(2, 2), Activation.RELU), 1);
        assertThat(fused.nodes()).extracting(node -> (Object) node.op()).filteredOn(Op.MaxPoolReluGradient.class::isInstance).hasSize(2);
        assertThat(fused.nodes()).noneMatch(node -> node.op() instanceof Op.MaxPoolGradient || node.name().endsWith(".masked"));
    }

    @Test
    void otherPoolsAndActivationsKeepTheirOwn() {
        for (LayerGraph model : new LayerGraph[] {convolutions(new Pair(1, 2), Activation.RELU), convolutions(new Pair(2, 2), Activation.TANH)}) {
            assertThat(assertSameGradients("apart", model, 1).nodes()).noneMatch(node -> node.op() instanceof Op.MaxPoolReluGradient)
                    .anyMatch(node -> node.op() instanceof Op.MaxPoolGradient);
        }
    }

    @Test
    void randomModelsHaveTheSameGradientsInTheMemoryOfACard() {
        for (long seed = 0; seed < 100; seed++) {
            assertSameGradients("model " + seed, RandomModels.of(seed), seed);
        }
    }

    private static OpGraph assertSameGradients(String what, LayerGraph model, long seed) {
        OpGraph training = Objects.requireNonNull(Compilation.of(model).training());
        OpGraph fused = VerifyGraph.after("FuseMasks", FuseMasks.apply(training));
        Schedule schedule = CudaEmitter.oneByOne(fused);
        Map<String, double[]> given = Givens.of(training, ROWS, seed);
        Map<String, double[]> expected = new Machine(training, ROWS, Givens.copy(given)).run().gradients();
        Map<String, double[]> actual = new Machine(fused, ROWS, Givens.copy(given), PlanMemory.sharing(schedule, CudaEmitter::inPlace))
                .run(schedule, new Random(seed)).gradients();
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        for (Map.Entry<String, double[]> gradient : expected.entrySet()) {
            assertThat(Objects.requireNonNull(actual.get(gradient.getKey()))).as("%s, gradient of %s", what, gradient.getKey())
                    .containsExactly(gradient.getValue(), within(1e-12));
        }
        return fused;
    }
}
