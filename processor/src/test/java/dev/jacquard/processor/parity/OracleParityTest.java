package dev.jacquard.processor.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.jacquard.data.Dataset;
import dev.jacquard.network.Column;
import dev.jacquard.network.Network;
import dev.jacquard.network.ParameterDescription;
import dev.jacquard.network.TensorView;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;
import dev.jacquard.network.UpdateRule;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every layer and loss through the whole way: definition, compiler, generated class, engine. */
class OracleParityTest {
    private static final List<String> FAMILIES = List.of("01_activations", "02_layers", "03_normalization", "06_merge", "07_losses");
    private static final int THREADS = 2;

    private static final Map<OracleCase, Coverage> CASES = new LinkedHashMap<>();
    private static InMemory definitions;

    @BeforeAll
    static void compileAllCasesAtOnce() {
        FAMILIES.forEach(family -> OracleCase.family(family).forEach(c -> CASES.put(c, Coverage.of(c))));
        Map<String, String> sources = new LinkedHashMap<>();
        CASES.forEach((c, coverage) -> {
            switch (coverage) {
                case Coverage.Layer(String annotation) -> {
                    sources.put(direct(c), CaseSource.direct(direct(c), annotation, differentiated(c).values()));
                    sources.put(traced(c), CaseSource.traced(traced(c), annotation, "MEAN_SQUARED_ERROR", differentiated(c).values()));
                }
                case Coverage.Loss(String loss, String activation, boolean _, double _) -> sources.put(traced(c),
                        CaseSource.traced(traced(c), "@Activate(" + activation + ")", loss, List.of(c.input("y_pred"))));
                case Coverage.Penalty penalty -> sources.put(direct(c), CaseSource.penalty(direct(c), penalty, c.input("w")));
                case Coverage.Skipped _ -> {
                }
            }
        });
        definitions = InMemory.compile(sources);
    }

    private static String direct(OracleCase c) {
        return c.typeName() + "Direct";
    }

    private static String traced(OracleCase c) {
        return c.typeName() + "Traced";
    }

    /** The inputs but for moving statistics. */
    private static Map<String, Numbers> differentiated(OracleCase c) {
        Map<String, Numbers> inputs = c.tensors("inputs");
        inputs.keySet().removeIf(name -> name.startsWith("moving"));
        return inputs;
    }

    @Test
    void casesWithoutCounterpartAreKnown() {
        Map<String, List<String>> skipped = new TreeMap<>();
        CASES.forEach((c, coverage) -> {
            if (coverage instanceof Coverage.Skipped(String reason)) {
                skipped.computeIfAbsent(reason, _ -> new ArrayList<>()).add(c.id());
            }
        });
        int count = skipped.values().stream().mapToInt(List::size).sum();
        IO.println(CASES.size() - count + " cases of " + CASES.size() + " are compared; left out are");
        skipped.forEach((reason, cases) -> IO.println("  " + reason + ": " + cases));
        assertThat(count).isEqualTo(53);
    }

    @TestFactory
    Stream<DynamicTest> layersGiveTheReferenceOutput() {
        return covered(Coverage.Layer.class).map(c -> dynamicTest(c.id(), () -> compareOutput(c)));
    }

    @TestFactory
    Stream<DynamicTest> layersGiveTheReferenceGradients() {
        return covered(Coverage.Layer.class).filter(c -> !isInferenceOnly(c)).map(c -> dynamicTest(c.id(), () -> compareGradients(c)));
    }

    @TestFactory
    Stream<DynamicTest> lossesAndTheirGradientsAreTheReference() {
        return covered(Coverage.Loss.class).map(c -> dynamicTest(c.id(), () -> compareLoss(c, (Coverage.Loss) Objects.requireNonNull(CASES.get(c)))));
    }

    @TestFactory
    Stream<DynamicTest> penaltiesAndTheirGradientsAreTheReference() {
        return covered(Coverage.Penalty.class).map(c -> dynamicTest(c.id(), () -> comparePenalty(c)));
    }

    private static Stream<OracleCase> covered(Class<? extends Coverage> kind) {
        return CASES.keySet().stream().filter(c -> kind.isInstance(CASES.get(c)));
    }

    /** Batch normalisation by moving averages, which is not how it trains. */
    private static boolean isInferenceOnly(OracleCase c) {
        return c.op().equals("batch_normalization") && !c.attribute("training").asBoolean();
    }

    /** Batch normalisation by the batch's moments, which is not how it predicts. */
    private static boolean isTrainingOnly(OracleCase c) {
        return c.op().equals("batch_normalization") && c.attribute("training").asBoolean();
    }

    private static void setParameters(OracleCase c, Network network) {
        c.tensors("parameters").forEach((name, values) -> network.parameters().set("y." + name, values.floats()));
        if (c.op().equals("batch_normalization")) {
            network.parameters().set("y.movingMean", c.input("moving_mean").floats());
            network.parameters().set("y.movingVariance", c.input("moving_variance").floats());
        }
    }

    private static void compareOutput(OracleCase c) throws ReflectiveOperationException {
        if (isTrainingOnly(c)) {
            return;
        }
        Map<String, Numbers> inputs = differentiated(c);
        Dataset data = Dataset.of(d -> inputs.forEach((name, values) -> d.input(name, values.column())));
        try (Network network = definitions.network(direct(c), THREADS)) {
            setParameters(c, network);
            assertClose(c, "output", c.numbers("output"), network.forward(data).toArray());
            TensorView y = (TensorView) network.getClass().getMethod("y").invoke(network);
            assertThat(y.toArray()).isEqualTo(network.forward(data).toArray());
            float[][] predicted = network.predict(data, "y");
            for (int row = 0; row < predicted.length; row++) {
                assertThat(predicted[row]).as("prediction %d", row).isEqualTo(y.row(row));
            }
        }
    }

    /** The targets are chosen such that the mean squared error's gradient is the case's upstream gradient. */
    private static void compareGradients(OracleCase c) {
        Numbers output = c.numbers("output");
        Numbers upstream = c.numbers("upstream");
        int count = output.values().length;
        double[] targets = IntStream.range(0, count).mapToDouble(i -> output.values()[i] - upstream.values()[i] * count / 2).toArray();
        try (Network network = definitions.network(traced(c), THREADS)) {
            setParameters(c, network);
            Map<String, float[]> gradients = step(network, differentiated(c), new Numbers(output.shape(), targets).column(), new Totals(1));
            int index = 0;
            for (Map.Entry<String, Numbers> input : differentiated(c).entrySet()) {
                float[] gradient = Objects.requireNonNull(gradients.get(CaseSource.kernel(index++, input.getValue())));
                Numbers other = c.tensors("grad_inputs_other").get(input.getKey());
                assertBetween(c, "gradient of " + input.getKey(), Objects.requireNonNull(c.tensors("grad_inputs").get(input.getKey())), other,
                        gradient);
            }
            c.tensors("grad_parameters").forEach((name, expected) -> assertClose(c, "gradient of " + name, expected,
                    Objects.requireNonNull(gradients.get("y." + name))));
            if (c.op().equals("batch_normalization")) {
                Map<String, Numbers> updated = c.tensors("extra_outputs");
                assertClose(c, "moving mean", Objects.requireNonNull(updated.get("updated_moving_mean")), network.parameters().get("y.movingMean"));
                assertClose(c, "moving variance", Objects.requireNonNull(updated.get("updated_moving_variance")),
                        network.parameters().get("y.movingVariance"));
            }
        }
    }

    private static void compareLoss(OracleCase c, Coverage.Loss coverage) {
        Numbers prediction = c.input("y_pred");
        Numbers logits = coverage.fromLogits() ? prediction : logits(prediction, coverage.activation());
        Numbers slope = Objects.requireNonNull(c.tensors("grad_inputs").get("y_pred"));
        Numbers expected = coverage.fromLogits() ? slope : throughActivation(prediction, slope, coverage.activation());
        Numbers targets = c.input("y_true");
        Column target = coverage.loss().startsWith("SPARSE") ? targets.labels() : smooth(targets, coverage).column();
        try (Network network = definitions.network(traced(c), THREADS)) {
            Totals totals = new Totals(1);
            Map<String, float[]> gradients = step(network, Map.of("x", logits), target, totals);
            double loss = c.numbers("output").values()[0];
            assertThat(totals.lastLoss()).as("loss").isCloseTo(loss, within(c.tolerance() * Math.max(1, Math.abs(loss))));
            assertClose(c, "gradient", expected, Objects.requireNonNull(gradients.get(CaseSource.kernel(0, prediction))));

            Totals inference = new Totals(1);
            int rows = prediction.rows();
            Dataset data = Dataset.of(d -> d.input("row", Numbers.oneHot(rows)).target("y", target));
            network.program().infer(data, IntStream.range(0, rows).toArray(), 0, rows, inference);
            assertThat(inference.loss()).as("loss in inference").isCloseTo(loss, within(c.tolerance() * Math.max(1, Math.abs(loss))));
        }
    }

    private static void comparePenalty(OracleCase c) {
        Numbers kernel = c.input("w");
        try (Network network = definitions.network(direct(c), THREADS)) {
            network.parameters().set("y.kernel", kernel.floats());
            Dataset data = Dataset.of(new float[1][kernel.shape()[0]], new float[1][kernel.shape()[1]]);
            Totals totals = new Totals(1);
            Map<String, float[]> gradients = run(network, data, totals);
            double penalty = c.numbers("output").values()[0];
            assertThat(totals.lastLoss()).as("loss").isCloseTo(penalty, within(c.tolerance() * Math.max(1, penalty)));
            assertClose(c, "gradient", Objects.requireNonNull(c.tensors("grad_inputs").get("w")), Objects.requireNonNull(gradients.get("y.kernel")));
        }
    }

    /** One step at learning rate 0 with all rows, the inputs being kernels. */
    private static Map<String, float[]> step(Network network, Map<String, Numbers> inputs, Column target, Totals totals) {
        int index = 0;
        int rows = 0;
        for (Numbers input : inputs.values()) {
            network.parameters().set(CaseSource.kernel(index++, input), input.floats());
            rows = input.rows();
        }
        int count = rows;
        return run(network, Dataset.of(d -> d.input("row", Numbers.oneHot(count)).target("y", target)), totals);
    }

    private static Map<String, float[]> run(Network network, Dataset data, Totals totals) {
        int rows = data.size();
        TrainingSettings settings = TrainingSettings.of(new UpdateRule.Sgd(0, false), rows, 1);
        Map<String, float[]> gradients = new LinkedHashMap<>();
        try (Training training = network.program().training(settings, data)) {
            training.run(IntStream.range(0, rows).toArray(), 0, rows, 0, new float[] {0}, totals);
            for (ParameterDescription parameter : network.description().parameters()) {
                if (parameter.trainable()) {
                    gradients.put(parameter.name(), training.gradients()
                            .asSlice(Float.BYTES * parameter.offset(), (long) Float.BYTES * parameter.shape().size())
                            .toArray(ValueLayout.JAVA_FLOAT));
                }
            }
        }
        return gradients;
    }

    private static Numbers smooth(Numbers targets, Coverage.Loss loss) {
        int classes = loss.activation().equals("SOFTMAX") ? targets.shape()[targets.shape().length - 1] : 2;
        double[] smoothed = IntStream.range(0, targets.values().length)
                .mapToDouble(i -> targets.values()[i] * (1 - loss.smoothing()) + loss.smoothing() / classes).toArray();
        return new Numbers(targets.shape(), smoothed);
    }

    /** What goes into an activation to give these probabilities. */
    private static Numbers logits(Numbers probabilities, String activation) {
        double[] logits = IntStream.range(0, probabilities.values().length).mapToDouble(i -> {
            double p = probabilities.values()[i];
            return activation.equals("SIGMOID") ? Math.log(p / (1 - p)) : Math.log(p);
        }).toArray();
        return new Numbers(probabilities.shape(), logits);
    }

    /** The gradient before an activation from the one behind it. */
    private static Numbers throughActivation(Numbers probabilities, Numbers slope, String activation) {
        double[] p = probabilities.values();
        double[] g = slope.values();
        int width = probabilities.shape()[probabilities.shape().length - 1];
        double[] before = new double[p.length];
        for (int i = 0; i < p.length; i++) {
            int row = i / width * width;
            double mean = activation.equals("SIGMOID") ? p[i] * g[i] : IntStream.range(row, row + width).mapToDouble(j -> p[j] * g[j]).sum();
            before[i] = p[i] * (g[i] - mean);
        }
        return new Numbers(probabilities.shape(), before);
    }

    private static void assertClose(OracleCase c, String what, Numbers expected, float[] actual) {
        assertBetween(c, what, expected, null, actual);
    }

    private static void assertBetween(OracleCase c, String what, Numbers expected, Numbers other, float[] actual) {
        assertThat(actual).as(what).hasSize(expected.values().length);
        for (int i = 0; i < actual.length; i++) {
            double one = expected.values()[i];
            double two = other == null ? one : other.values()[i];
            double slack = c.tolerance() * Math.max(1, Math.abs(one));
            assertThat((double) actual[i]).as("%s, element %d", what, i).isBetween(Math.min(one, two) - slack, Math.max(one, two) + slack);
        }
    }
}
