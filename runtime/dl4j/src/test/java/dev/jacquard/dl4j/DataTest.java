package dev.jacquard.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

import dev.jacquard.DataException;
import dev.jacquard.data.Dataset;
import dev.jacquard.network.Column;
import dev.jacquard.network.Shape;

import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

class DataTest {
    @Test
    void rowsComeInBatchesAndTheLastIsShorter() {
        RandomSamples samples = RandomSamples.of(MlpNetwork.DESCRIPTION, 7, 1);
        DataSetIterator iterator = Dl4jData.iterator(samples, MlpNetwork.DESCRIPTION, 3);
        List<long[]> shapes = new ArrayList<>();
        while (iterator.hasNext()) {
            DataSet batch = iterator.next();
            shapes.add(batch.getFeatures().shape());
            assertThat(batch.getLabels().shape()).containsExactly(batch.getFeatures().size(0), 1);
        }
        assertThat(shapes).containsExactly(new long[] {3, 12}, new long[] {3, 12}, new long[] {1, 12});
        iterator.reset();
        assertThat(iterator.hasNext()).isTrue();
    }

    @Test
    void aDataSetComesBackAsItWent() {
        RandomSamples samples = RandomSamples.of(MlpNetwork.DESCRIPTION, 5, 1);
        Dataset back = Dl4jData.classes(Dl4jData.iterator(samples, MlpNetwork.DESCRIPTION, 2), CNN2DFormat.NHWC);
        assertThat(back.size()).isEqualTo(5);
        for (int row = 0; row < 5; row++) {
            assertThat(back.row(row)).containsExactly(Rows.floats(samples.inputs().getFirst(), new int[] {row}, 0, 1, 0));
            assertThat(back.labels()[row]).isEqualTo((int) Rows.floats(samples.targets().getFirst(), new int[] {row}, 0, 1, 0)[0]);
        }
    }

    @Test
    void channelsFirstImagesAreTurnedAndOneHotRowsBecomeClasses() {
        // One image of 2 channels, 1 row, 3 columns.
        INDArray image = Nd4j.create(new float[] {1, 2, 3, 10, 20, 30}, new long[] {1, 2, 1, 3}, 'c');
        INDArray label = Nd4j.create(new float[] {0, 0, 1}, new long[] {1, 3}, 'c');
        Dataset classes = Dl4jData.classes(new ListDataSetIterator<>(List.of(new DataSet(image, label)), 1), CNN2DFormat.NCHW);
        assertThat(classes.row(0)).containsExactly(1, 10, 2, 20, 3, 30);
        assertThat(classes.inputs().getFirst().shape().dimensions()).containsExactly(1, 3, 2);
        assertThat(classes.labels()).containsExactly(2);
        Dataset rows = Dl4jData.dataset(new ListDataSetIterator<>(List.of(new DataSet(image, label)), 1), CNN2DFormat.NCHW);
        assertThat(rows.target(0)).containsExactly(0, 0, 1);
    }

    @Test
    void bytesAreScaledAndRowsAreTakenByNumber() {
        Column bytes = new Column.Bytes(MemorySegment.ofArray(new byte[] {0, 1, (byte) 255, 2}), 2, Shape.of(2), 0.5f, -1);
        assertThat(Rows.floats(bytes, new int[] {9, 1, 0}, 1, 3, 0)).containsExactly(126.5f, 0, -1, -0.5f);
    }

    @Test
    void severalOutputsAreRefused() {
        assertThatThrownBy(() -> Dl4jData.iterator(RandomSamples.of(ResidualNetwork.DESCRIPTION, 2, 1), ResidualNetwork.DESCRIPTION, 2))
                .isInstanceOf(DataException.class).hasMessageContaining("Residual has 1 inputs and 3 outputs");
    }
}
