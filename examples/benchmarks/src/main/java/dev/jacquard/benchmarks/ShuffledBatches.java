package dev.jacquard.benchmarks;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** The training samples as Deeplearning4j takes them: batches gathered in an order that {@link #reset} draws anew, labels one-hot. */
final class ShuffledBatches implements DataSetIterator {
    private static final long serialVersionUID = 1L;

    private final transient Task task;
    private final transient Random random;
    private final float[] pixels; // rows × 784
    private final int[] labels;
    private final int[] order;
    private int next;

    ShuffledBatches(Task task) {
        this.task = task;
        random = new Random(task.seed());
        pixels = Task.pixels(task.train());
        labels = task.train().labels();
        order = IntStream.range(0, labels.length).toArray();
        reset();
    }

    @Override
    public void reset() {
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        next = 0;
    }

    @Override
    public boolean hasNext() {
        return next < order.length;
    }

    @Override
    public DataSet next() {
        return next(task.batch());
    }

    @Override
    public DataSet next(int wanted) {
        int size = Math.min(wanted, order.length - next);
        float[] x = new float[size * Workload.PIXELS];
        float[] y = new float[size * Workload.CLASSES];
        for (int i = 0; i < size; i++) {
            int image = order[next + i];
            System.arraycopy(pixels, image * Workload.PIXELS, x, i * Workload.PIXELS, Workload.PIXELS);
            y[i * Workload.CLASSES + labels[image]] = 1;
        }
        next += size;
        return new DataSet(Dl4jEngine.images(task.workload(), x, size), Nd4j.create(y, new long[] {size, Workload.CLASSES}, 'c'));
    }

    @Override
    public int batch() {
        return task.batch();
    }

    @Override
    public int inputColumns() {
        return Workload.PIXELS;
    }

    @Override
    public int totalOutcomes() {
        return Workload.CLASSES;
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
    public @Nullable List<String> getLabels() { return null; }

    @Override
    public void setPreProcessor(DataSetPreProcessor preProcessor) {
        throw new IllegalStateException("pixels are scaled already");
    }

    @Override
    public @Nullable DataSetPreProcessor getPreProcessor() { return null; }
}
