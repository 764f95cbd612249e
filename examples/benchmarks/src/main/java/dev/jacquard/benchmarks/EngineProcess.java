package dev.jacquard.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.jacquard.JacquardException;

/** A JVM of its own for one engine, so that thread pools, warm-up and memory of one engine do not disturb another. */
final class EngineProcess {
    /** Prefixes of variables that choose threads or kernels of native libraries: what the caller's shell says must not reach the engines. */
    private static final List<String> NATIVE_SETTINGS = List.of("OMP_", "GOMP_", "KMP_", "OPENBLAS_", "GOTO_", "MKL_", "DNNL_", "ONEDNN_", "ATEN_");

    private EngineProcess() {
    }

    /**
     * Starts {@link Benchmarks} again for one engine and waits for it.
     *
     * @param arguments of the command line, without the choice of engine
     * @param err       receives its progress and messages
     * @return the run's result
     * @throws JacquardException when the run fails or prints no result
     */
    static Result run(EngineKind engine, Workload workload, int threads, List<String> arguments, PrintStream err) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(engine.jvmOptions());
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Benchmarks.class.getName()));
        command.addAll(arguments);
        command.addAll(List.of("--engine", engine.label(), "--in-process"));
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(variable -> NATIVE_SETTINGS.stream().anyMatch(variable::startsWith));
        environment.putAll(engine.environment(workload, threads));
        try {
            return await(builder.start(), engine, err);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + String.join(" ", command), e);
        }
    }

    private static Result await(Process process, EngineKind engine, PrintStream err) throws IOException {
        Thread messages = Thread.ofVirtual().start(() -> process.errorReader().lines().forEach(err::println));
        String last = "";
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                last = line;
            }
            int exit = process.waitFor();
            messages.join();
            if (exit != 0) {
                throw new JacquardException("the run of " + engine.label() + " ended with exit status " + exit + "; its messages stand above");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JacquardException("interrupted while " + engine.label() + " ran", e);
        } finally {
            process.destroy();
        }
        return Result.parse(last);
    }
}
