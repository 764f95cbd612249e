package dev.jacquard.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jacquard.network.Shape;

import org.junit.jupiter.api.Test;

/** Expected numbers from scikit-learn 1.9.1, StandardScaler and scale. */
class StandardizeTest {
    private static void rows(Dataset data, float[]... expected) {
        for (int row = 0; row < expected.length; row++) {
            assertThat(data.row(row)).containsExactly(expected[row], org.assertj.core.data.Offset.offset(2e-4f));
        }
    }

    @Test
    void givesZeroMeanAndUnitVariance() {
        Dataset data = Dataset.of(new float[][] {{1, -1, 2}, {2, 0, 0}, {0, 1, -1}});
        rows(Standardize.fit(data).apply(data), new float[] {0, -1.2247f, 1.3363f}, new float[] {1.2247f, 0, -0.2673f},
                new float[] {-1.2247f, 1.2247f, -1.0690f});
    }

    @Test
    void usesTheMeasuredRowsForOthers() {
        Dataset train = Dataset.of(new float[][] {{2.5f, -5.43331814f, 0.331087351f}, {2.5f, -5.22662354f, 0.824441433f},
            {2.5f, -4.92713499f, 0.608749628f}, {2.5f, -5.0709486f, 1.29341674f}, {2.5f, -5.83657026f, 1.67801738f},
            {2.5f, -4.75906467f, 1.32438481f}});
        Dataset other = Dataset.of(
                new float[][] {{2.09854007f, 4.15075588f, -2.63803768f}, {2.01639915f, 4.64316559f, -7.1689887f}}, new int[] {0, 1});
        Standardize measured = Standardize.fit(train);
        assertThat(measured.mean()).containsExactly(new double[] {2.5, -5.20894337, 1.0100162}, within(1e-6));
        assertThat(measured.scale()).containsExactly(new double[] {1, 0.352472574, 0.462198794}, within(1e-6));
        rows(measured.apply(train), new float[] {0, -0.636573672f, -1.46891093f}, new float[] {0, -0.050160408f, -0.401504278f});
        Dataset applied = measured.apply(other);
        rows(applied, new float[] {-0.401459932f, 26.5544033f, -7.89282465f}, new float[] {-0.483600855f, 27.9514198f, -17.6958599f});
        assertThat(applied.labels()).containsExactly(0, 1);
    }

    @Test
    void aNumberThatNeverChangesBecomesZero() {
        float[][] x = new float[1001][];
        java.util.Arrays.setAll(x, i -> new float[] {0.1f, 1e30f, i});
        Dataset data = Dataset.of(x);
        Standardize measured = Standardize.fit(data);
        assertThat(measured.scale()[0]).isEqualTo(1);
        assertThat(measured.scale()[1]).isEqualTo(1);
        assertThat(measured.apply(data).row(7)[0]).isZero();
    }

    @Test
    void splitsAreStandardisedByTheirTrainingPart() {
        Dataset data = Dataset.of(new float[][] {{0}, {2}, {4}});
        Split split = Standardize.of(new Split(data.take(2), data.skip(2)));
        assertThat(split.train().row(0)).containsExactly(-1);
        assertThat(split.test().row(0)).containsExactly(3);
    }

    @Test
    void keepsShapes() {
        Dataset data = Dataset.of(new float[][] {{0, 1, 2, 3}, {1, 2, 3, 5}}).reshape(2, 2);
        assertThat(Standardize.fit(data).apply(data).inputs().getFirst().shape()).isEqualTo(Shape.of(2, 2));
    }

    @Test
    void refusesRowsOfAnotherWidth() {
        Standardize measured = Standardize.fit(Dataset.of(new float[][] {{0, 1}}));
        assertThatThrownBy(() -> measured.apply(Dataset.of(new float[][] {{1}}))).hasMessageContaining("rows of 2 numbers were measured")
                .hasMessageContaining("have 1");
    }
}
