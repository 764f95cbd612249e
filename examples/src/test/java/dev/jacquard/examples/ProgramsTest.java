package dev.jacquard.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import dev.jacquard.examples.cancer.LearnCancer;
import dev.jacquard.examples.digits.LearnDigits;
import dev.jacquard.examples.fashion.LearnFashion;
import dev.jacquard.examples.iris.LearnIris;
import dev.jacquard.examples.zeros.WhyNotZeros;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every program runs to its end and shows what it says it shows. */
class ProgramsTest {
    @Test
    void theDigitsShowTheNetworkTheTrainingAndOneAnswer() {
        assertThat(shownBy(() -> LearnDigits.main(new String[0]))).contains("Model: \"DigitsMlp\"", "Total params: 9,610", "Epoch 30/30",
                "359 rows: loss",
                "weighted avg", "says the network");
    }

    @Test
    void theFlowersShowTheResultBySpecies() {
        assertThat(shownBy(() -> LearnIris.main(new String[0]))).contains("30 rows: loss", "setosa", "versicolor", "virginica", "weighted avg")
                .doesNotContain("Epoch");
    }

    @Test
    void theTumoursShowTheTrainingAndTheResultByKind() {
        assertThat(shownBy(() -> LearnCancer.main(new String[0]))).contains("Epoch 10/10", "114 rows: loss", "malignant", "benign", "weighted avg");
    }

    @Test
    void theLessonComparesBothNetworks() {
        assertThat(shownBy(() -> WhyNotZeros.main(new String[0]))).contains("from zeros:", "from random:", "largest weight");
    }

    @Test
    void theClothesAreLookedForInTheFolderOfDataAndLearntByThePerceptron(@TempDir Path data) throws IOException {
        fewImages(data.resolve("fashion-mnist"));
        System.setProperty("jacquard.data", data.toString());
        try {
            assertThat(shownBy(() -> LearnFashion.main(new String[0]))).contains("Epoch 5/5", "1,024 rows: loss", "weighted avg");
        } finally {
            System.clearProperty("jacquard.data");
        }
    }

    @Test
    void theClothesAreReadFromTheFolderSaidAndLearntByConvolutions(@TempDir Path folder) throws IOException {
        fewImages(folder);
        assertThat(shownBy(() -> LearnFashion.main(new String[] {"cnn", folder.toString()}))).contains("Epoch 5/5", "1,024 rows: loss",
                "weighted avg");
    }

    /** The same few digits to learn from and to be asked about, in the files of Fashion-MNIST: whoever reads them takes any number of images. */
    private static void fewImages(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String part : List.of("train", "t10k")) {
            for (String kind : List.of("images-idx3-ubyte.gz", "labels-idx1-ubyte.gz")) {
                try (InputStream file = Objects.requireNonNull(ProgramsTest.class.getResourceAsStream("/mnist-head/train-" + kind))) {
                    Files.copy(file, folder.resolve(part + "-" + kind));
                }
            }
        }
    }

    private static String shownBy(Runnable program) {
        PrintStream before = System.out;
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        System.setOut(new PrintStream(shown, true, StandardCharsets.UTF_8));
        try {
            program.run();
        } finally {
            System.setOut(before);
        }
        return shown.toString(StandardCharsets.UTF_8);
    }
}
