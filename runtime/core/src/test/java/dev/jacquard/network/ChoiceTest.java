package dev.jacquard.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;

import org.junit.jupiter.api.Test;

class ChoiceTest {
    private static void chooses(int expected, float... scores) {
        float[] padded = new float[scores.length + 3];
        System.arraycopy(scores, 0, padded, 2, scores.length);
        padded[0] = padded[1] = padded[scores.length + 2] = Float.POSITIVE_INFINITY;
        assertThat(Choice.of(padded, 2, scores.length)).isEqualTo(expected);
        assertThat(Choice.of(MemorySegment.ofArray(padded), 2, scores.length)).isEqualTo(expected);
    }

    @Test
    void theFirstOfTheLargestIsChosen() {
        chooses(1, 0.1f, 0.6f, 0.3f);
        chooses(0, 0.5f, 0.5f);
        chooses(2, -3, -2, -1);
        chooses(0, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY);
    }

    @Test
    void whatIsNoNumberIsNotChosen() {
        chooses(1, Float.NaN, 0.2f, 0.1f);
        chooses(Choice.NONE, Float.NaN, Float.NaN);
    }
}
