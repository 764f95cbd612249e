package dev.jacquard.examples.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearnThroughDl4jTest {
    @Test
    void bothEnginesAreRightWithTheSameWeights(@TempDir Path directory) {
        double[] accuracies = LearnThroughDl4j.run(directory.resolve("digits.zip"), 3);
        assertThat(accuracies[0]).isGreaterThan(0.85);
        assertThat(accuracies[1]).isEqualTo(accuracies[0]);
    }
}
