package dev.jacquard.examples.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import dev.jacquard.data.Dataset;
import dev.jacquard.network.Network;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;
import dev.jacquard.network.UpdateRule;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SameBitsTest {
    /** The last batch of each pass is smaller. */
    private static final int ROWS = 101;
    private static final int BATCH = 23;

    /** Everything a training leaves, as bits. */
    private record Trace(List<Long> losses, int[] parameters, int[] gradients, int[] momenta, List<int[]> answers) {
    }

    @ParameterizedTest
    @EnumSource(Subject.class)
    void anyNumberOfThreadsGivesTheSameBits(Subject subject) {
        Trace one = train(subject, 1);
        for (int threads : new int[] {2, 3, 5}) {
            Trace other = train(subject, threads);
            assertSame(one, other, threads + " threads");
        }
    }

    @ParameterizedTest
    @EnumSource(Subject.class)
    void aSecondRunGivesTheSameBits(Subject subject) {
        assertSame(train(subject, 2), train(subject, 2), "a second run");
    }

    private static void assertSame(Trace one, Trace other, String what) {
        assertThat(other.losses()).as("losses of %s", what).isEqualTo(one.losses());
        assertThat(Arrays.mismatch(other.gradients(), one.gradients())).as("first other gradient of %s", what).isEqualTo(-1);
        assertThat(Arrays.mismatch(other.momenta(), one.momenta())).as("first other optimizer state of %s", what).isEqualTo(-1);
        assertThat(Arrays.mismatch(other.parameters(), one.parameters())).as("first other parameter of %s", what).isEqualTo(-1);
        for (int i = 0; i < one.answers().size(); i++) {
            assertThat(other.answers().get(i)).as("answer of %s to row %d", what, i).isEqualTo(one.answers().get(i));
        }
    }

    private static Trace train(Subject subject, int threads) {
        Dataset data = subject.data(ROWS);
        List<Long> losses = new ArrayList<>();
        UpdateRule rule = new UpdateRule.Adam(0.9, 0.999, 1e-7, 0);
        try (Network network = subject.network(threads); Training training = network.program().training(TrainingSettings.of(rule, BATCH, 3), data)) {
            Totals totals = new Totals(network.description().outputs().size());
            int[] order = new Random(1).ints(ROWS, 0, ROWS).toArray();
            for (int pass = 0; pass < 4; pass++) {
                for (int from = 0; from < ROWS; from += BATCH) {
                    training.run(order, from, Math.min(ROWS, from + BATCH), pass, new float[] {0.01f}, totals);
                    losses.add(Double.doubleToLongBits(totals.lastLoss()));
                }
            }
            List<int[]> answers = Arrays.stream(network.predict(data, network.description().outputs().getLast().name())).map(SameBitsTest::bits)
                    .toList();
            return new Trace(losses, network.parameters().memory().toArray(ValueLayout.JAVA_INT), training.gradients().toArray(ValueLayout.JAVA_INT),
                    training.slot(1).toArray(ValueLayout.JAVA_INT), answers);
        }
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }
}
