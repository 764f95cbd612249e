package dev.jacquard.examples.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.jacquard.data.Dataset;
import dev.jacquard.network.Network;
import dev.jacquard.network.ParameterDescription;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.train.Trainer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordedRunsTest {
    /** The bar of the project for the loss of every step; 32-bit floats themselves reach far below. */
    private static final double RELATIVE = 1e-5;

    static List<String> runs() {
        return RecordedRun.names();
    }

    private static Network network(String run) {
        return switch (run.charAt(0)) {
            case 'a' -> TraceMlpNetwork.create();
            case 'b' -> TraceCnnNetwork.create();
            case 'd' -> TraceAutoencoderNetwork.create();
            default -> TraceBatchNormNetwork.create();
        };
    }

    @ParameterizedTest
    @MethodSource("runs")
    void everyStepHasTheRecordedLossAndTrainingEndsAtTheRecordedParameters(String name) {
        RecordedRun run = RecordedRun.named(name);
        Dataset data = run.data();
        try (Network network = network(name)) {
            run.start(network);
            List<Double> losses = new ArrayList<>();
            Trainer trainer = Trainer.compile(network, c -> c.optimizer(run.optimizer()));
            trainer.fit(data, f -> f.epochs(run.epochs()).batchSize(run.batchSize()).shuffle(false).verbose(false)
                    .callbacks(c -> c.onBatchEnd(step -> losses.add(step.lastLoss()))));

            double[] recorded = run.losses();
            assertThat(losses).hasSize(recorded.length);
            for (int step = 0; step < recorded.length; step++) {
                assertThat(losses.get(step)).as("loss of step %d", step).isCloseTo(recorded[step], within(RELATIVE * recorded[step]));
            }
            run.assertFinal(network);
            run.assertAnswers(network.predict(data.take(4)));
        }
    }

    @ParameterizedTest
    @MethodSource("runs")
    void theFirstStepHasTheRecordedGradients(String name) {
        RecordedRun run = RecordedRun.named(name);
        Dataset data = run.data();
        int batch = run.batchSize();
        try (Network network = network(name)) {
            run.start(network);
            try (Training training = network.program().training(run.optimizer().training(batch, 1), data)) {
                training.run(IntStream.range(0, batch).toArray(), 0, batch, 0, new float[] {0.001f}, new Totals(1));
                run.assertFirstGradient(network, gradients(network, training.gradients()));
            }
        }
    }

    private static Map<String, float[]> gradients(Network network, MemorySegment all) {
        Map<String, float[]> gradients = new HashMap<>();
        for (ParameterDescription parameter : network.description().parameters()) {
            if (parameter.trainable()) {
                long bytes = (long) Float.BYTES * parameter.shape().size();
                gradients.put(parameter.name(), all.asSlice(Float.BYTES * parameter.offset(), bytes).toArray(ValueLayout.JAVA_FLOAT));
            }
        }
        return gradients;
    }
}
