package dev.jacquard.examples.cancer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LearnCancerTest {
    @Test
    void judgesMostTumoursThatItHasNotSeen() {
        assertThat(LearnCancer.train().accuracy()).isGreaterThanOrEqualTo(0.93);
    }

    @Test
    void hasTheParametersOfEveryTutorial() {
        int features = CancerMlpNetwork.DESCRIPTION.inputs().getFirst().shape().size();
        assertThat(CancerMlpNetwork.DESCRIPTION.parameterCount()).isEqualTo(64 * features + 4_289);
    }
}
