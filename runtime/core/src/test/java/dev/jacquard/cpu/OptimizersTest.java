package dev.jacquard.cpu;

import static dev.jacquard.cpu.Tensors.zeros;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Twelve steps of every optimizer against Keras, with clipping by value and by norm and decoupled weight decay. */
class OptimizersTest {
    private static final List<String> OPERATIONS = List.of("sgd", "rmsprop", "adam", "adamw");

    @TestFactory
    List<DynamicTest> followsKeras() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Kernels kernels : List.of(new ScalarKernels(), new VectorKernels())) {
            for (String operation : OPERATIONS) {
                for (JsonNode test : Oracle.cases("08_optimizers", operation)) {
                    // Norms over several tensors and schedules are not the kernels' business.
                    if (test.get("semantics").asText().equals("keras") && !test.get("inputs").has("parameter_2")
                            && !test.get("attributes").has("schedule")) {
                        tests.add(DynamicTest.dynamicTest(test.get("id").asText() + ", " + kernels.description(), () -> follow(kernels, test)));
                    }
                }
            }
        }
        assertThat(tests).hasSizeGreaterThanOrEqualTo(2 * 14);
        return tests;
    }

    private static void follow(Kernels kernels, JsonNode test) {
        JsonNode attributes = test.get("attributes");
        float[] gradients = Oracle.floats(test.get("inputs").get("gradients"));
        float[] expected = Oracle.floats(test.get("output"));
        MemorySegment w = Tensors.of(Oracle.floats(test.get("inputs").get("parameter")));
        int n = 7;
        List<MemorySegment> slots = List.of(zeros(n), zeros(n), zeros(n));
        double tolerance = Math.max(1e-6, 20 * test.path("float32_diff").asDouble(0));
        for (int step = 1; step <= 12; step++) {
            MemorySegment g = Tensors.of(Arrays.copyOfRange(gradients, (step - 1) * n, step * n));
            clip(kernels, attributes, g, n);
            step(kernels, test.get("op").asText(), attributes, w, g, slots, n, step);
            MemorySegment after = Tensors.of(Arrays.copyOfRange(expected, (step - 1) * n, step * n));
            Tensors.assertClose(test.get("id").asText() + ", step " + step, w, after, tolerance);
        }
    }

    private static void clip(Kernels kernels, JsonNode attributes, MemorySegment g, int n) {
        if (attributes.has("clipvalue")) {
            kernels.clip(g, 0, n, (float) attributes.get("clipvalue").asDouble());
        }
        double limit = attributes.path("clipnorm").asDouble(attributes.path("global_clipnorm").asDouble(0));
        double norm = Math.sqrt(kernels.sumSquares(g, 0, n));
        if (limit > 0 && norm > limit) {
            kernels.scale(g, 0, n, (float) (limit / norm));
        }
    }

    private static void step(Kernels kernels, String operation, JsonNode a, MemorySegment w, MemorySegment g, List<MemorySegment> slots, int n,
            int t) {
        double rate = a.get("learning_rate").asDouble();
        float decay = (float) (rate * a.path("weight_decay").asDouble(0));
        float momentum = (float) a.path("momentum").asDouble(0);
        float epsilon = (float) a.path("epsilon").asDouble(0);
        switch (operation) {
            case "sgd" -> {
                if (momentum == 0) {
                    kernels.sgd(w, g, 0, n, (float) rate, decay);
                } else {
                    kernels.momentum(w, g, slots.getFirst(), 0, n, (float) rate, momentum, a.path("nesterov").asBoolean(false), decay);
                }
            }
            case "rmsprop" -> kernels.rmsProp(w, g, slots.get(0), a.get("centered").asBoolean() ? slots.get(1) : null,
                    momentum == 0 ? null : slots.get(2), 0, n, (float) rate, a.get("rho").asDouble(), momentum, epsilon, decay);
            default -> {
                double beta1 = a.get("beta_1").asDouble();
                double beta2 = a.get("beta_2").asDouble();
                kernels.adam(w, g, slots.get(0), slots.get(1), a.get("amsgrad").asBoolean() ? slots.get(2) : null, 0, n,
                        Kernels.adamRate(rate, beta1, beta2, t), beta1, beta2, epsilon, decay);
            }
        }
    }

    /** Numbers smaller than 2^−126 are computed by microcode on x86; state that sees no gradient must not decay into them. */
    @Test
    void stateNeverBecomesDenormal() {
        for (Kernels kernels : List.of(new ScalarKernels(), new VectorKernels())) {
            MemorySegment w = Tensors.random(40, 1);
            MemorySegment g = zeros(40);
            MemorySegment m = Tensors.random(40, 2);
            MemorySegment v = Tensors.positive(40, 3);
            MemorySegment velocity = Tensors.random(40, 4);
            MemorySegment square = Tensors.positive(40, 5);
            for (int step = 0; step < 3000; step++) {
                kernels.adam(w, g, m, v, null, 0, 40, 1e-3f, 0.9, 0.9, 1e-7f, 0);
                kernels.momentum(w, g, velocity, 0, 40, 1e-3f, 0.9f, false, 0);
                kernels.rmsProp(w, g, square, null, null, 0, 40, 1e-3f, 0.9, 0, 1e-7f, 0);
            }
            for (MemorySegment state : List.of(m, v, velocity, square)) {
                for (float value : Tensors.array(state)) {
                    assertThat(Math.abs(value)).isGreaterThanOrEqualTo(Float.MIN_NORMAL);
                }
            }
        }
    }
}
