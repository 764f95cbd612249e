package dev.jacquard.examples.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import org.junit.jupiter.api.Test;

class SubjectTest {
    @Test
    void theLargePerceptronIsComputedInPiecesForwardAndBackward() throws IOException {
        try (InputStream program = Objects.requireNonNull(LargeMlpCpu.class.getResourceAsStream("LargeMlpCpu.class"))) {
            assertThat(new String(program.readAllBytes(), StandardCharsets.ISO_8859_1)).contains("denseParts", "denseInputGradientParts");
        }
    }
}
