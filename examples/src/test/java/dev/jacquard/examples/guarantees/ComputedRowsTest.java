package dev.jacquard.examples.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;

import dev.jacquard.DataException;
import dev.jacquard.data.Dataset;
import dev.jacquard.network.Network;
import dev.jacquard.network.Shape;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;
import dev.jacquard.network.UpdateRule;

import org.junit.jupiter.api.Test;

class ComputedRowsTest {
    private static final int ROWS = 64;

    @Test
    void aNumberThatIsNotFiniteEndsTrainingBeforeItsStep() {
        Dataset plain = Subject.DROPPING_MLP.data(ROWS);
        float mark = plain.row(20)[0];
        Dataset data = plain.map("x", Shape.of(13), (row, pass, result) -> {
            System.arraycopy(row, 0, result, 0, row.length);
            result[3] = pass == 1 && row[0] == mark ? Float.NaN : row[3];
        });
        TrainingSettings settings = TrainingSettings.of(new UpdateRule.Sgd(0, false), ROWS, 3);
        try (Network network = Subject.DROPPING_MLP.network(2); Training training = network.program().training(settings, data)) {
            int[] order = IntStream.range(0, ROWS).toArray();
            Totals totals = new Totals(1);
            training.run(order, 0, ROWS, 0, new float[] {0.1f}, totals);
            float[] before = parameters(network);
            assertThatThrownBy(() -> training.run(order, 0, ROWS, 1, new float[] {0.1f}, totals)).isInstanceOf(DataException.class)
                    .hasMessageContaining("input 'x' as mapped: row 20, column 3 is NaN in pass 1");
            assertThat(parameters(network)).containsExactly(before);
        }
    }

    private static float[] parameters(Network network) {
        return network.parameters().memory().toArray(ValueLayout.JAVA_FLOAT);
    }
}
