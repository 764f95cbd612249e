package dev.jacquard.examples.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GarbageTest {
    /** Kernels that are not compiled put vectors on the heap: so threads wait for the compiler, however busy the machine is. */
    private static final List<String> COMPILED = List.of("-Xbatch", "-Djacquard.trials=none", "--add-modules", "jdk.incubator.vector",
            "-Djacquard.kernels=vector");

    @ParameterizedTest
    @EnumSource(Subject.class)
    void aWarmStepAllocatesNothing(Subject subject) {
        assertThat(Child.run(WarmSteps.class, COMPILED, subject.name())).anyMatch(line -> line.startsWith("engine") && line.contains("vector"))
                .contains("threads 2", "bytes 0");
    }
}
