package dev.jacquard.examples.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import org.junit.jupiter.api.Test;

class KernelTextTest {
    @Test
    void theTextSaysWhatEachKernelMakes() throws IOException {
        assertThat(resource("SmallChain.cu")).contains("// hidden (B, 9) from pixels (B, 20), hidden.kernel (20, 9), hidden.bias (9)",
                "linear<20, 9>(y, partial, x, kernel, batch->rows,");
        assertThat(resource("SmallChainEpoch.cu")).startsWith(
                "// SmallChain: 20 inputs -> hidden 9 relu dropout 0.25, second 6 tanh, digit 4 softmax; sparse_categorical_crossentropy.");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(KernelTextTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
