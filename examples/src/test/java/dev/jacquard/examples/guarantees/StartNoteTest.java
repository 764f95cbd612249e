package dev.jacquard.examples.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartNoteTest {
    @TempDir Path folder;

    @Test
    void withoutTheVectorModuleOneLineSaysSo() {
        assertThat(Child.run(Start.class)).containsExactly(
                "Computing without vector instructions, many times slower: start java with --add-modules jdk.incubator.vector");
    }

    @Test
    void nothingIsSaidToWhoeverChoseThePlainKernelsOrWantsNoInformation() throws IOException {
        assertThat(Child.run(Start.class, "-Djacquard.kernels=scalar")).isEmpty();
        Path levels = Files.writeString(folder.resolve("logging.properties"), "dev.jacquard.level=WARNING\n");
        assertThat(Child.run(Start.class, "-Djava.util.logging.config.file=" + levels)).isEmpty();
    }
}
