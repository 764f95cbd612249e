package dev.jacquard.examples.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;

import org.junit.jupiter.api.Test;

class KernelsAgreeTest {
    private static final List<String> SCALAR = List.of("-Djacquard.kernels=scalar");
    private static final List<String> VECTOR = List.of("--add-modules", "jdk.incubator.vector", "-Djacquard.kernels=vector");
    private static final List<String> SHORT_VECTOR = List.of("--add-modules", "jdk.incubator.vector", "-Djacquard.kernels=vector",
            "-Djacquard.vectorBits=128");

    @Test
    void vectorKernelsTrainAsThePlainOnes() {
        List<Double> plain = losses("plain", SCALAR);
        assertThat(plain).hasSize(20 * Subject.values().length);
        for (List<String> options : List.of(VECTOR, SHORT_VECTOR)) {
            List<Double> fast = losses("vector", options);
            assertThat(fast).hasSameSizeAs(plain);
            for (int i = 0; i < plain.size(); i++) {
                assertThat(fast.get(i)).as("loss of step %d of %s with %s", i % 20, Subject.values()[i / 20], options).isCloseTo(plain.get(i),
                        within(1e-4 * plain.get(i)));
            }
        }
    }

    private static List<Double> losses(String engine, List<String> options) {
        List<String> lines = Child.run(TwentySteps.class, options);
        assertThat(lines.stream().filter(line -> line.startsWith("engine"))).hasSize(Subject.values().length)
                .allSatisfy(line -> assertThat(line).contains(engine));
        return lines.stream().filter(line -> line.startsWith("loss ")).map(line -> Double.valueOf(line.substring(5))).toList();
    }
}
