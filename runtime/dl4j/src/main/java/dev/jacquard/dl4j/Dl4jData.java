package dev.jacquard.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import dev.jacquard.DataException;
import dev.jacquard.data.Dataset;
import dev.jacquard.network.Choice;
import dev.jacquard.network.Column;
import dev.jacquard.network.Description;
import dev.jacquard.network.Samples;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Data sets of ours as Deeplearning4j's iterators, and back. */
public final class Dl4jData {
    private Dl4jData() {
    }

    /**
     * A data set in batches, in the form {@code XDl4j.configuration} expects: images (rows, height, width, channels), everything else
     * (rows, numbers), class numbers as one column.
     *
     * @param network whose only input and output the data set is for
     * @throws DataException when the network has several inputs or outputs, which an iterator of theirs cannot hold
     */
    public static DataSetIterator iterator(Samples samples, Description network, int batchSize) {
        if (network.inputs().size() != 1 || network.outputs().size() != 1) {
            throw new DataException("a DataSetIterator holds one input and one target, but " + network.name() + " has " + network.inputs().size()
                    + " inputs and " + network.outputs().size() + " outputs");
        }
        return new SamplesIterator(samples, network, batchSize);
    }

    /**
     * All that an iterator gives, targets as they are. Channels-first images are turned channels-last.
     *
     * @param images how images come in
     */
    public static Dataset dataset(DataSetIterator iterator, CNN2DFormat images) {
        Collected all = Collected.of(iterator, images);
        return all.shaped(Dataset.of(all.features(), all.targets()));
    }

    /**
     * All that an iterator gives, targets as class numbers: the largest of each row, or the number itself where a row has only one.
     *
     * @param images how images come in
     */
    public static Dataset classes(DataSetIterator iterator, CNN2DFormat images) {
        Collected all = Collected.of(iterator, images);
        int[] labels = Arrays.stream(all.targets()).mapToInt(row -> row.length == 1 ? (int) row[0] : Choice.of(row, 0, row.length)).toArray();
        return all.shaped(Dataset.of(all.features(), labels));
    }

    /** Every row of an iterator; the shape is empty where a row is a row of numbers. */
    private record Collected(float[][] features, float[][] targets, int[] shape) {
        static Collected of(DataSetIterator iterator, CNN2DFormat images) {
            List<float[]> features = new ArrayList<>();
            List<float[]> targets = new ArrayList<>();
            int[] shape = {};
            if (iterator.resetSupported()) {
                iterator.reset();
            }
            while (iterator.hasNext()) {
                DataSet batch = iterator.next();
                INDArray rows = batch.getFeatures();
                if (rows.rank() == 4) {
                    rows = images == CNN2DFormat.NCHW ? rows.permute(0, 2, 3, 1) : rows;
                    shape = new int[] {(int) rows.size(1), (int) rows.size(2), (int) rows.size(3)};
                }
                split(rows, features);
                split(batch.getLabels(), targets);
            }
            return new Collected(features.toArray(float[][]::new), targets.toArray(float[][]::new), shape);
        }

        private static void split(INDArray rows, List<float[]> into) {
            float[] numbers = Conversion.numbers(rows);
            int count = (int) rows.size(0);
            int width = numbers.length / count;
            IntStream.range(0, count).forEach(i -> into.add(Arrays.copyOfRange(numbers, i * width, (i + 1) * width)));
        }

        Dataset shaped(Dataset dataset) {
            return shape.length == 0 ? dataset : dataset.reshape(shape);
        }
    }

    /** Rows of an input or target as Deeplearning4j's array. */
    static INDArray rows(Samples samples, Description network, int from, int to, boolean target) {
        int[] order = IntStream.range(0, to).toArray();
        if (!target) {
            return Rows.input(samples.inputs().getFirst(), network.inputs().getFirst().shape(), order, from, to, 0);
        }
        Column column = samples.targets().getFirst();
        return Rows.target(column, network.outputs().getFirst(), order, from, to, 0);
    }
}
