package dev.jacquard.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;

import org.junit.jupiter.api.Test;

class ResultTest {
    private static final Result.Trained TRAINED = new Result.Trained(Workload.MLP, "libtorch", 32, 2, 0.25, 0.8765);
    private static final Result.Predicted PREDICTED = new Result.Predicted(Workload.CNN, "dl4j", 1, 12.5);

    @Test
    void aTrainingLineNamesEverythingThatWasMeasured() {
        assertThat(TRAINED.line()).isEqualTo("mlp engine=libtorch batch=32 threads=2 ms_per_step=0.2500 samples_per_s=128000 test_accuracy=0.8765");
    }

    @Test
    void operationsASecondFollowFromTheWorkload() {
        // 32 · 409,088 operations in a quarter of a millisecond
        assertThat(TRAINED.gigaflops()).isCloseTo(52.363, within(1e-3));
    }

    @Test
    void aPredictionLineGivesMicroseconds() {
        assertThat(PREDICTED.line()).isEqualTo("cnn engine=dl4j threads=1 us_per_prediction=12.50");
    }

    @Test
    void linesAreReadBackAsTheyWereWritten() {
        assertThat(Result.parse(TRAINED.line())).isEqualTo(TRAINED);
        assertThat(Result.parse(PREDICTED.line())).isEqualTo(PREDICTED);
    }

    @Test
    void anythingElseIsNotReadAsAResult() {
        for (String line : List.of("", "hello", "hello engine=x", "mlp engine=x", "mlp engine=x batch=1 threads=t ms_per_step=1 test_accuracy=1")) {
            assertThatIllegalArgumentException().isThrownBy(() -> Result.parse(line)).withMessage("not a result line: '" + line + "'");
        }
    }

    @Test
    void theTableDividesEveryTimeByTheFirst() {
        Result slower = new Result.Trained(Workload.MLP, "dl4j", 32, 2, 1, 0.9);

        assertThat(Comparison.table(List.of(TRAINED, slower)).lines()).containsExactly("", "mlp, batch 32, 2 threads",
                "engine          ms/step    samples/s  test accuracy    ÷ libtorch",
                "libtorch         0.2500       128000         0.8765         1.00×",
                "dl4j             1.0000        32000         0.9000         4.00×");
    }
}
