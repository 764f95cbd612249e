package dev.jacquard.examples.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartNoteTest {
    @TempDir Path folder;

    @Test
    void withoutTheVectorModuleOneLineSaysSo() {
        assertThat(Child.run(Start.class, List.of())).containsExactly(
                "Computing without vector instructions, many times slower: start java with --add-modules jdk.incubator.vector");
    }

    @Test
    void nothingIsSaidToWhoeverChoseThePlainKernelsOrWantsNoInformation() throws IOException {
        assertThat(Child.run(Start.class, List.of("-Djacquard.kernels=scalar"))).isEmpty();
        Path levels = Files.writeString(folder.resolve("logging.properties"), "dev.jacquard.level=WARNING\n");
        assertThat(Child.run(Start.class, List.of("-Djava.util.logging.config.file=" + levels))).isEmpty();
    }
}
