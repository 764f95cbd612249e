package dev.jacquard.examples.fashion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.jacquard.cpu.Kernels;
import dev.jacquard.data.FashionMnist;
import dev.jacquard.data.Split;

import org.junit.jupiter.api.Test;

/** Both networks learn real pictures. Skipped where the pictures are not on the machine: tests fetch nothing. */
class LearnFashionTest {
    private static final Path FOLDER = Path.of("/usr/share/datasets/fashion-mnist");

    @Test
    void thePerceptronReachesItsBarInFiveEpochs() {
        assertThat(LearnFashion.mlp(pictures(), 5).accuracy()).isGreaterThanOrEqualTo(0.870);
    }

    @Test
    void theConvolutionsReachTheirBarInFiveEpochs() {
        Split pictures = pictures();
        assumeThat(Kernels.best().description()).as("SKIPPED: without vector instructions this takes half an hour").contains("vectors");
        assertThat(LearnFashion.cnn(pictures, 5).accuracy()).isGreaterThanOrEqualTo(0.900);
    }

    @Test
    void haveTheParametersOfEveryTutorial() {
        assertThat(FashionMlpNetwork.DESCRIPTION.parameterCount()).isEqualTo(101_770);
        assertThat(FashionCnnNetwork.DESCRIPTION.parameterCount()).isEqualTo(225_034);
    }

    @Test
    void refusesANetworkThatIsNotThere() {
        assertThatThrownBy(() -> LearnFashion.main(new String[] {"rnn", "nowhere"})).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'rnn'").hasMessageContaining("mlp or cnn");
    }

    private static Split pictures() {
        assumeThat(Files.isDirectory(FOLDER)).as("SKIPPED: Fashion-MNIST is not in %s; apt install dataset-fashion-mnist", FOLDER).isTrue();
        return FashionMnist.load(FOLDER);
    }
}
