package dev.jacquard.gpucheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;

import org.junit.jupiter.api.Test;

class ParityTest {
    private static final float NAN = Float.NaN;

    private static double difference(float[] expected, float[] actual) {
        return Parity.difference(MemorySegment.ofArray(expected), MemorySegment.ofArray(actual));
    }

    @Test
    void theLargestDifferenceCounts() {
        assertThat(difference(new float[] {1, 2, 3}, new float[] {1, 4, 2.5f})).isEqualTo(2);
        assertThat(difference(new float[] {1, 2, 3}, new float[] {1, 2, 3})).isZero();
    }

    @Test
    void aNanIsNeverForgotten() {
        assertThat(difference(new float[] {NAN, NAN, 3}, new float[] {1, 2, 3})).isNaN();
        assertThat(difference(new float[] {1, 2, 3}, new float[] {NAN, 2, 3})).isNaN();
        assertThat(difference(new float[] {1, 2, 3}, new float[] {1, 9, NAN})).isNaN();
    }

    @Test
    void arraysOfTwoLengthsAreNotAlike() {
        assertThat(difference(new float[] {1, 2}, new float[] {1, 2, 3})).isInfinite();
    }

    @Test
    void everyNumberHasToBeCloseEnough() {
        assertThat(new Parity(1e-4, 0, 0, 0, 0, 0).good()).isTrue();
        double[] bad = {2e-4, Double.NaN, Double.POSITIVE_INFINITY};
        for (double x : bad) {
            assertThat(new Parity(x, 0, 0, 0, 0, 0).good()).isFalse();
            assertThat(new Parity(0, x, 0, 0, 0, 0).good()).isFalse();
            assertThat(new Parity(0, 0, x, 0, 0, 0).good()).isFalse();
            assertThat(new Parity(0, 0, 0, x, 0, 0).good()).isFalse();
            assertThat(new Parity(0, 0, 0, 0, x, 0).good()).isFalse();
            assertThat(new Parity(0, 0, 0, 0, 0, x).good()).isFalse();
        }
        assertThat(new Parity(0, Double.NaN, 0, 0, 0, 0)).asString().contains("NaN", "DIFFERS");
    }
}
