package dev.jacquard.dl4j;

import java.io.Serial;
import java.util.List;
import java.util.NoSuchElementException;

import dev.jacquard.network.Description;
import dev.jacquard.network.Samples;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Batches of a data set in its order; the last may have fewer rows. */
final class SamplesIterator implements DataSetIterator {
    @Serial private static final long serialVersionUID = 1L;

    private final transient Samples samples;
    private final transient Description network;
    private final int batchSize;
    private transient @Nullable DataSetPreProcessor preProcessor;
    private int next;

    SamplesIterator(Samples samples, Description network, int batchSize) {
        this.samples = samples;
        this.network = network;
        this.batchSize = batchSize;
    }

    @Override
    public DataSet next(int count) {
        if (!hasNext()) {
            throw new NoSuchElementException("all " + samples.size() + " rows were given; call reset()");
        }
        int to = Math.min(samples.size(), next + count);
        DataSet batch = new DataSet(Dl4jData.rows(samples, network, next, to, false), Dl4jData.rows(samples, network, next, to, true));
        next = to;
        DataSetPreProcessor change = preProcessor;
        if (change != null) {
            change.preProcess(batch);
        }
        return batch;
    }

    @Override
    public DataSet next() {
        return next(batchSize);
    }

    @Override
    public boolean hasNext() {
        return next < samples.size();
    }

    @Override
    public void reset() {
        next = 0;
    }

    @Override
    public int inputColumns() {
        return network.inputs().getFirst().shape().size();
    }

    @Override
    public int totalOutcomes() {
        return network.outputs().getFirst().shape().size();
    }

    @Override
    public boolean resetSupported() {
        return true;
    }

    @Override
    public boolean asyncSupported() {
        return true;
    }

    @Override
    public int batch() {
        return batchSize;
    }

    @Override
    public void setPreProcessor(@Nullable DataSetPreProcessor change) { preProcessor = change; }

    @Override
    public @Nullable DataSetPreProcessor getPreProcessor() { return preProcessor; }

    @Override
    public List<String> getLabels() { return List.of(); }
}
