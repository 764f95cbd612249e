package dev.jacquard.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;

import dev.jacquard.data.Dataset;
import dev.jacquard.data.Split;
import dev.jacquard.data.Standardize;
import dev.jacquard.network.Shape;

import org.junit.jupiter.api.Test;

/** Counts as scikit-learn's load_iris, load_digits and load_breast_cancer document them. */
class EmbeddedSetsTest {
    private static int[] counts(Dataset data) {
        int[] counts = new int[data.classNames().size()];
        Arrays.stream(data.labels()).forEach(k -> counts[k]++);
        return counts;
    }

    @Test
    void irisHasFiftyFlowersOfEachSpecies() {
        Dataset iris = Iris.load();
        assertThat(iris.size()).isEqualTo(150);
        assertThat(iris.inputs().getFirst().shape()).isEqualTo(Shape.of(4));
        assertThat(iris.classNames()).containsExactly("setosa", "versicolor", "virginica");
        assertThat(counts(iris)).containsExactly(50, 50, 50);
        assertThat(iris.row(0)).containsExactly(5.1f, 3.5f, 1.4f, 0.2f);
        assertThat(iris.row(149)).containsExactly(5.9f, 3.0f, 5.1f, 1.8f);
        assertThat(iris.featureNames()).contains("petal width");
        assertThat(Standardize.fit(iris).mean()).containsExactly(new double[] {5.843333, 3.057333, 3.758, 1.199333}, within(1e-5));
    }

    @Test
    void digitsAreImagesFromZeroToOne() {
        Dataset digits = Digits.load();
        assertThat(digits.size()).isEqualTo(1797);
        assertThat(digits.inputs().getFirst().shape()).isEqualTo(Shape.of(8, 8));
        assertThat(counts(digits)).containsExactly(178, 182, 177, 183, 181, 182, 181, 179, 174, 180);
        assertThat(digits.take(10).labels()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(Arrays.copyOf(digits.row(0), 8)).containsExactly(0, 0, 5 / 16f, 13 / 16f, 9 / 16f, 1 / 16f, 0, 0);
        float[] all = new float[2];
        IntStream.range(0, 1797).mapToObj(digits::row).forEach(row -> {
            for (float ink : row) {
                all[0] = Math.min(all[0], ink);
                all[1] = Math.max(all[1], ink);
            }
        });
        assertThat(all).containsExactly(0, 1);
    }

    @Test
    void mostTumoursAreBenign() {
        Dataset cancer = BreastCancer.load();
        assertThat(cancer.size()).isEqualTo(569);
        assertThat(cancer.inputs().getFirst().shape()).isEqualTo(Shape.of(30));
        assertThat(cancer.classNames()).containsExactly("malignant", "benign");
        assertThat(counts(cancer)).containsExactly(212, 357);
        assertThat(cancer.featureNames()).startsWith("mean radius").contains("error of area").endsWith("worst fractal dimension");
        assertThat(cancer.row(0)[3]).isEqualTo(1001);
    }

    @Test
    void foldsOfIrisHaveEverySpecies() {
        for (Split fold : Iris.load().kFold(5)) {
            assertThat(counts(fold.test())).containsExactly(10, 10, 10);
            assertThat(counts(fold.train())).containsExactly(40, 40, 40);
        }
    }
}
