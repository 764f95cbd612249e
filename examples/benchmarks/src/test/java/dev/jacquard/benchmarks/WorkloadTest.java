package dev.jacquard.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkloadTest {
    @Test
    void theMlpMultipliesTwiceInItsFirstLayerAndThriceInItsSecond() {
        // 784·128 multiply-adds forward and for the weight gradient; 128·10 forward and for both gradients
        assertThat(Workload.MLP.flopsPerStep(1)).isEqualTo(2 * (2 * 100_352 + 3 * 1_280));
        assertThat(Workload.MLP.flopsPerStep(32)).isEqualTo(32 * Workload.MLP.flopsPerStep(1));
    }

    @Test
    void theCnnIsCountedAsALoopOverItsConvolutionsWouldCount() {
        long first = multiplyAdds(26, 1, 32);
        long second = multiplyAdds(11, 32, 64);
        assertThat(Workload.CNN.flopsPerStep(1)).isEqualTo(2 * (2 * first + 3 * (second + 204_800 + 1_280)));
    }

    private static long multiplyAdds(int size, int channels, int filters) {
        long count = 0;
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                for (int tap = 0; tap < 9 * channels; tap++) {
                    count += filters;
                }
            }
        }
        return count;
    }
}
