package dev.jacquard.gpucheck;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

import dev.jacquard.io.Idx;
import dev.jacquard.network.Column;
import dev.jacquard.network.Engine;
import dev.jacquard.network.Network;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.Samples;
import dev.jacquard.network.Shape;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;

/**
 * What a network has learned of Fashion-MNIST on the card.
 *
 * @param seconds  of training
 * @param accuracy on the test set
 */
record Accuracy(double seconds, double accuracy) {
    private static final int EPOCHS = 5;
    private static final int BATCH = 32;

    /** Trains on the files of a folder for five epochs of batches of 32. */
    static Accuracy of(Net net, Path folder) {
        Samples train = part(folder, "train");
        Samples test = part(folder, "t10k");
        try (Network card = net.create(new NetworkSettings(Engine.CUDA, 42, 0));
                Training training = card.program().training(TrainingSettings.of(Check.ADAM, BATCH, 3), train)) {
            float[] rates = new float[Math.ceilDiv(train.size(), BATCH)];
            Arrays.fill(rates, 1e-3f);
            Random random = new Random(2);
            int[] order = IntStream.range(0, train.size()).toArray();
            long start = System.nanoTime();
            for (int epoch = 0; epoch < EPOCHS; epoch++) {
                shuffle(order, random);
                training.run(order, 0, order.length, epoch, rates, new Totals(1));
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            Totals totals = new Totals(1);
            card.program().infer(test, IntStream.range(0, test.size()).toArray(), 0, test.size(), totals);
            return new Accuracy(seconds, totals.accuracy(0));
        }
    }

    private static void shuffle(int[] order, Random random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
    }

    private static Samples part(Path folder, String part) {
        Idx images = Idx.read(folder.resolve(part + "-images-idx3-ubyte.gz"));
        Idx labels = Idx.read(folder.resolve(part + "-labels-idx1-ubyte.gz"));
        int rows = images.rows();
        MemorySegment numbers = Arena.ofAuto().allocate(4L * rows, 64);
        for (int i = 0; i < rows; i++) {
            numbers.setAtIndex(ValueLayout.JAVA_INT, i, labels.values().get(ValueLayout.JAVA_BYTE, i));
        }
        return new RandomSamples(rows, List.of(new Column.Bytes(images.values(), rows, Shape.of(28, 28), 1 / 255f, 0)), List.of(
                new Column.Labels(numbers, rows, Shape.of())));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%9.4f  after %d epochs in %.3f s", accuracy, EPOCHS, seconds);
    }
}
