package dev.jacquard.examples.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.jacquard.cuda.kernel.Division;
import dev.jacquard.cuda.kernel.KernelText;
import dev.jacquard.cuda.kernel.UpdateText;
import dev.jacquard.network.UpdateRule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated kernels become machine code for the cards of today, and keep their numbers in registers. */
class MachineCodeTest {
    private static final UpdateRule ADAM = new UpdateRule.Adam(0.9, 0.999, 1e-7, 0);

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"sm_80", "sm_90", "sm_100"})
    void operationsDoNotSpill(String architecture)
            throws IOException, InterruptedException {
        String text = String.join("\n", KernelText.DEVICE.text(), KernelText.PRELUDE.text(), KernelText.UPDATE.text(), KernelText.OPERATIONS.text(),
                KernelText.COMMON.text(), KernelText.LIBRARIES.text(), resource("SmallGraph.cu"));
        assertThat(compile(text, architecture, UpdateText.definitions(ADAM, 0))).doesNotContain("Registers are spilled").contains("make_stem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sm_80", "sm_90", "sm_100"})
    void thePersistentKernelDoesNotSpill(String architecture)
            throws IOException, InterruptedException {
        String text = String.join("\n", KernelText.DEVICE.text(), KernelText.PRELUDE.text(), KernelText.UPDATE.text(), KernelText.DENSE_CHAIN.text(),
                resource("SmallChainEpoch.cu"));
        List<String> definitions = new ArrayList<>(UpdateText.definitions(ADAM, 0));
        definitions.addAll(new Division(9, 2, 256).definitions(64));
        definitions.addAll(List.of("INPUT_TYPE=u8", "INPUT_SCALE=0.5f"));
        assertThat(compile(text, architecture, definitions)).doesNotContain("Registers are spilled").contains("train");
    }

    @Test
    void theTextSaysWhatEachKernelMakes() throws IOException {
        assertThat(resource("SmallChain.cu")).contains("// hidden (B, 9) from pixels (B, 20), hidden.kernel (20, 9), hidden.bias (9)",
                "linear<20, 9>(y, partial, x, kernel, batch->rows,");
        assertThat(resource("SmallChainEpoch.cu")).startsWith(
                "// SmallChain: 20 inputs -> hidden 9 relu dropout 0.25, second 6 tanh, digit 4 softmax; sparse_categorical_crossentropy.");
    }

    private String compile(String text, String architecture, List<String> definitions) throws IOException, InterruptedException {
        boolean there = false;
        for (String path : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            there |= Files.isExecutable(Path.of(path, "nvcc"));
        }
        if (!there) {
            System.out.println("SKIPPED: no nvcc on the PATH, so kernels are not compiled for " + architecture);
        }
        assumeTrue(there, "nvcc is not installed");
        Path source = Files.writeString(folder.resolve("kernels.cu"), text);
        List<String> command = new ArrayList<>(List.of("nvcc", "--cubin", "-arch=" + architecture, "-std=c++17", "-Xptxas", "-v,-warn-spills"));
        definitions.forEach(definition -> command.add("-D" + definition));
        command.addAll(List.of("-o", folder.resolve("kernels.cubin").toString(), source.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(log).isZero();
        return log;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(MachineCodeTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
