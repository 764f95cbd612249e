package dev.jacquard.processor.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import dev.jacquard.model.Activation;
import dev.jacquard.model.Loss;
import dev.jacquard.processor.graph.Layer;
import dev.jacquard.processor.graph.LayerGraph;
import dev.jacquard.processor.graph.LayerNode;
import dev.jacquard.processor.graph.Node;
import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraph;
import dev.jacquard.processor.simulation.Givens;
import dev.jacquard.processor.simulation.Machine;
import dev.jacquard.processor.simulation.Models;
import dev.jacquard.processor.simulation.RandomModels;

import org.junit.jupiter.api.Test;

/** Gradients of whole models in double precision against central differences of their losses. */
class DifferentiateTest {
    private static final int MODELS = 300;
    private static final int ROWS = 3;
    private static final double STEP = 1e-5;

    @Test
    void gradientsOfModelsDrawnByChanceAreTheSlopesOfTheirLosses() {
        Set<String> met = new TreeSet<>();
        int compared = 0;
        int parameters = 0;
        for (long seed = 0; seed < MODELS; seed++) {
            LayerGraph layers = RandomModels.of(seed);
            OpGraph forward = Lower.training(layers);
            OpGraph training = Objects.requireNonNull(Compilation.of(layers).training());
            training.nodes().forEach(node -> met.add(node.op().getClass().getSimpleName()));
            Map<String, double[]> given = Givens.of(forward, ROWS, seed);
            Map<String, double[]> gradients = new Machine(training, ROWS, Givens.copy(given)).run().gradients();
            Random chance = new Random(seed);
            for (Node node : forward.nodes()) {
                if (node.op() instanceof Op.Parameter(var spec) && spec.trainable()) {
                    parameters++;
                    double[] gradient = Objects.requireNonNull(gradients.get(node.name()), node.name());
                    int element = chance.nextInt(gradient.length);
                    double wide = slope(forward, given, node.name(), element, 2 * STEP);
                    double narrow = slope(forward, given, node.name(), element, STEP);
                    if (Math.abs(wide - narrow) < 1e-6 * Math.max(1, Math.abs(narrow))) {
                        assertThat(gradient[element]).as("model %d, gradient of %s[%d]", seed, node.name(), element).isCloseTo(narrow,
                                within(1e-6 * Math.max(1, Math.abs(narrow))));
                        compared++;
                    }
                }
            }
        }
        // the others stood at a kink
        assertThat(compared).isGreaterThan(parameters * 95 / 100);
        assertThat(met).contains("LinearInputGradient", "LinearKernelGradient", "SumRows", "ConvolutionInputGradient", "ConvolutionKernelGradient",
                "MaxPoolGradient", "AveragePoolGradient", "NormalizeSums", "NormalizeInputGradient", "SoftmaxGradient", "LossGradient", "Slice",
                "Elementwise", "View");
    }

    @Test
    void aValueMayHaveMoreReadersAndASumMoreOperandsThanAFormula() {
        Models model = new Models();
        LayerNode read = model.dense(model.input(3), 4, Activation.TANH);
        LayerNode[] readers = new LayerNode[9];
        Arrays.setAll(readers, _ -> model.dense(read, 2, Activation.SIGMOID));
        LayerGraph layers = model.result(model.add(new Layer.Add(), readers), Loss.MEAN_SQUARED_ERROR, 1).build();
        OpGraph forward = Lower.training(layers);
        OpGraph training = Objects.requireNonNull(Compilation.of(layers).training());
        Map<String, double[]> given = Givens.of(forward, ROWS, 1);
        double[] gradient = Objects.requireNonNull(new Machine(training, ROWS, Givens.copy(given)).run().gradients().get("dense1.kernel"));
        for (int element = 0; element < gradient.length; element++) {
            assertThat(gradient[element]).isCloseTo(slope(forward, given, "dense1.kernel", element, STEP), within(1e-8));
        }
        assertThat(training.nodes()).filteredOn(node -> node.op() instanceof Op.Elementwise)
                .allSatisfy(node -> assertThat(node.inputs()).hasSizeLessThanOrEqualTo(4));
        same("inference", 0, run(Lower.inference(layers), given), run(Compilation.of(layers).inference(), given));
    }

    @Test
    void passesChangeNoResult() {
        for (long seed = 0; seed < MODELS; seed++) {
            LayerGraph layers = RandomModels.of(seed);
            OpGraph forward = Lower.training(layers);
            OpGraph lowered = Lower.inference(layers);
            Compilation compiled = Compilation.of(layers);
            Map<String, double[]> given = Givens.of(forward, ROWS, seed);
            same("training", seed, run(forward, given), run(Objects.requireNonNull(compiled.training()), given));
            same("inference", seed, run(lowered, given), run(compiled.inference(), given));
            same("inspection", seed, run(lowered, given), run(compiled.inspection(), given));
        }
    }

    private static Machine run(OpGraph graph, Map<String, double[]> given) {
        return new Machine(graph, ROWS, Givens.copy(given)).run();
    }

    private static void same(String mode, long seed, Machine one, Machine other) {
        for (int output = 0; output < one.results().size(); output++) {
            assertThat(other.results().get(output)).as("%s of model %d, output %d", mode, seed, output).containsExactly(one.results().get(output),
                    within(1e-12));
            assertThat(other.losses().get(output)).as("%s of model %d, losses %d", mode, seed, output).containsExactly(one.losses().get(output),
                    within(1e-12));
        }
    }

    private static double slope(OpGraph forward, Map<String, double[]> given, String parameter, int element, double step) {
        return (loss(forward, given, parameter, element, step) - loss(forward, given, parameter, element, -step)) / (2 * step);
    }

    private static double loss(OpGraph forward, Map<String, double[]> given, String parameter, int element, double step) {
        Map<String, double[]> moved = Givens.copy(given);
        Objects.requireNonNull(moved.get(parameter))[element] += step;
        return new Machine(forward, ROWS, moved).run().loss();
    }
}
