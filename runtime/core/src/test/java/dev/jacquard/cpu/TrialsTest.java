package dev.jacquard.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrialsTest {
    private static final long PART = (long) Trials.ROUNDS * Lanes.LENGTH;

    @Test
    void everyFourthCallIsATrialAtFirst() {
        Trials trials = new Trials();
        for (int call = 0; call < 12; call++) {
            assertThat(trials.end(7, 7 + 10 * PART)).as("call %d", call).isEqualTo(call % 4 == 0 ? 7 + PART : 7);
        }
        assertThat(new Trials().end(7, 9)).isEqualTo(9);
    }

    @Test
    void laterTrialsAreRarer() {
        Trials trials = new Trials();
        for (int call = 0; call < Trials.MANY; call++) {
            trials.next();
        }
        int tried = 0;
        for (int call = 0; call < 3200; call++) {
            tried += trials.next() ? 1 : 0;
        }
        assertThat(tried).isEqualTo(100);
    }

    @Test
    void aFastTrialIsPassedForGood() {
        Trials trials = new Trials();
        assertThat(trials.clock()).isNotZero();
        // six seconds are more than the call takes
        trials.done(System.nanoTime(), 1_000_000_000);
        assertThat(trials.passed()).isTrue();
        assertThat(trials.end(7, 7 + 10 * PART)).isEqualTo(7 + 10 * PART);
        assertThat(trials.clock()).isZero();
        trials.done(0, 1);
        assertThat(trials.passed()).isTrue();
    }

    @Test
    void aSlowTrialIsNotPassedAndNeitherIsNone() {
        Trials trials = new Trials();
        trials.done(System.nanoTime() - 1_000_000_000, 1000);
        assertThat(trials.passed()).isFalse();
        trials.done(System.nanoTime(), 0);
        assertThat(trials.passed()).isFalse();
    }
}
