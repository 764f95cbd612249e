package dev.jacquard.gpucheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.jacquard.cuda.kernel.KernelText;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every generated kernel becomes machine code for the cards of today, and keeps its numbers in registers. */
class MachineCodeTest {
    @TempDir Path folder;

    @BeforeAll
    static void compilerIsThere() {
        boolean there = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path,
                        "nvcc")));
        if (!there) {
            System.out.println("SKIPPED: no nvcc on the PATH, so nobody has looked whether kernels keep their numbers in registers");
        }
        assumeTrue(there, "nvcc is not installed");
    }

    @ParameterizedTest
    @EnumSource
    void operationsDoNotSpill(Target target) {
        assertThat(spilled(target, target.operations())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void persistentKernelsDoNotSpill(Target target) {
        List<Target.Text> texts = target.persistentKernels();
        assertThat(texts).map(Target.Text::name).anyMatch(name -> name.contains("4096")).anyMatch(name -> name.startsWith("Mlp"));
        assertThat(spilled(target, texts)).isEmpty();
    }

    /** What the compiler has to say about each text that does not keep its numbers in registers. */
    private List<String> spilled(Target target, List<Target.Text> texts) {
        return texts.parallelStream().map(text -> compile(target, text)).filter(log -> log.contains("Registers are spilled")).toList();
    }

    private String compile(Target target, Target.Text text) {
        try {
            Path source = Files.writeString(Files.createTempFile(folder, "kernels", ".cu"), text.whole());
            List<String> command = new ArrayList<>(List.of("nvcc", "--cubin", "-Xptxas", "-v,-warn-spills"));
            command.addAll(KernelText.options(target.architecture()));
            text.definitions().forEach(definition -> command.add("-D" + definition));
            command.addAll(List.of("-o", source + ".cubin", source.toString()));
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String log = text.name() + ":\n" + new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(log).isZero();
            return log;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(text.name(), e);
        }
    }
}
