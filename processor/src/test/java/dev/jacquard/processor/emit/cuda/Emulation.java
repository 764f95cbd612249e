package dev.jacquard.processor.emit.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.jacquard.cuda.kernel.KernelText;

/** The system's C++ compiler and the emulated card. */
final class Emulation {
    private Emulation() {
    }

    /** Skips the calling test with a visible line where a program is not installed. */
    static void need(String program) {
        boolean there = false;
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            there |= Files.isExecutable(Path.of(folder, program));
        }
        if (!there) {
            System.out.println("SKIPPED: kernel text is not compiled because there is no " + program + " on the PATH");
        }
        assumeTrue(there, program + " is not installed");
    }

    /** Compiles text behind the emulation into a program of that folder. */
    static Path compile(Path folder, String text, List<String> definitions) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("kernel.cpp"), KernelText.EMULATED_DEVICE.text() + text);
        Path program = folder.resolve("kernel");
        List<String> command = new ArrayList<>(List.of("g++", "-std=c++17", "-O1", "-w"));
        definitions.forEach(definition -> command.add("-D" + definition));
        command.addAll(List.of("-o", program.toString(), source.toString()));
        run(command);
        return program;
    }

    /** Runs a command; its output is part of the failure when it does not end well. */
    static String run(List<String> command) throws IOException, InterruptedException {
        return runInDisorder(command, 0);
    }

    /** Runs a command in which the warps of an emulated card take their turns in the order that a seed stands for; 0 for one after another. */
    static String runInDisorder(List<String> command, int seed) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JACQUARD_EMULATION_DISORDER", String.valueOf(seed));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(300, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(command + " failed:\n" + output);
        }
        return output;
    }

    static String resource(String name) throws IOException {
        try (InputStream in = Emulation.class.getResourceAsStream("/dev/jacquard/processor/emit/cuda/" + name)) {
            if (in == null) {
                throw new AssertionError("no test resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
