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
    private final int[] order;
    private int next;

    ShuffledBatches(Task task) {
        this.task = task;
        random = new Random(task.seed());
        order = IntStream.range(0, task.train().count()).toArray();
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
        float[] pixels = new float[size * Images.PIXELS];
        float[] labels = new float[size * Images.CLASSES];
        for (int i = 0; i < size; i++) {
            int image = order[next + i];
            task.train().copyPixels(image, pixels, i * Images.PIXELS);
            labels[i * Images.CLASSES + task.train().label(image)] = 1;
        }
        next += size;
        return new DataSet(Dl4jEngine.images(task.workload(), pixels, size), Nd4j.create(labels, new long[] {size, Images.CLASSES}, 'c'));
    }

    @Override
    public int batch() {
        return task.batch();
    }

    @Override
    public int inputColumns() {
        return Images.PIXELS;
    }

    @Override
    public int totalOutcomes() {
        return Images.CLASSES;
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
