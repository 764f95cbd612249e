package dev.jacquard.gpucheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the script hands on to Java. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class ScriptTest {
    @TempDir Path folder;

    /** What a Java that prints its arguments, one a line, is given. */
    private List<String> arguments(String... more) throws IOException, InterruptedException {
        Path java = Files.createDirectories(folder.resolve("a java/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        List<String> command = new ArrayList<>(List.of("sh", Path.of("src/main/script/run.sh").toString(), folder.resolve("a java").toString()));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JACQUARD_OPTIONS", "-Da=1 -Db=2");
        Process process = builder.start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        assertThat(process.waitFor()).isZero();
        return lines;
    }

    @Test
    void aFolderWithSpacesIsOneArgument() throws IOException, InterruptedException {
        assertThat(arguments("/data/fashion mnist")).contains("-Da=1", "-Db=2").last().isEqualTo("/data/fashion mnist");
    }

    @Test
    void withoutAFolderThereIsNoArgument() throws IOException, InterruptedException {
        assertThat(arguments()).last().asString().endsWith("/gpu-check.jar");
    }
}
