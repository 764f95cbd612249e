package dev.jacquard.gpucheck;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.jacquard.JacquardException;

import org.jspecify.annotations.Nullable;

/**
 * How long it takes from the start of a JVM to the end of its first training step.
 *
 * @param cold seconds with an empty cache of machine code
 * @param warm seconds when a process before has filled it
 */
record Start(double cold, double warm) {
    /**
     * Starts {@link FirstStep} twice, on the Java that runs this. The first process finds no machine code: NVRTC's own cache is off for it.
     *
     * @param options of the virtual machine
     * @param limit   of one process: it ends then
     * @throws JacquardException with what the process printed, when it fails
     */
    static Start of(List<String> options, Duration limit) {
        try {
            Path cache = Files.createTempDirectory("jacquard-start");
            try {
                return new Start(seconds(options, cache, false, limit), seconds(options, cache, true, limit));
            } finally {
                delete(cache);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("measuring the start", e);
        }
    }

    private static double seconds(List<String> options, Path cache, boolean nvrtcMayCache, Duration limit) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), FirstStep.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("XDG_CACHE_HOME", cache.toString());
        if (!nvrtcMayCache) {
            builder.environment().put("CUDA_CACHE_DISABLE", "1");
        }
        long start = System.nanoTime();
        Process process = builder.start();
        // One that never answers ends here, not with the watchdog: it would live on.
        CompletableFuture<Process> ended = process.onExit().completeOnTimeout(process, limit.toMillis(), TimeUnit.MILLISECONDS).thenApply(
                Process::destroyForcibly);
        List<String> printed = new ArrayList<>();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.equals(FirstStep.DONE)) {
                    return (System.nanoTime() - start) / 1e9;
                }
                printed.add(line);
            }
        } finally {
            ended.join();
        }
        throw new JacquardException(
                "the process that trains for one step did not get there in " + limit.toSeconds() + " s:\n    " + String.join("\n    ", printed));
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "cold %.2f s, with machine code in the cache %.2f s", cold, warm);
    }
}
