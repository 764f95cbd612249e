package dev.jacquard.examples.guarantees;

import static dev.jacquard.train.Optimizers.adam;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

import dev.jacquard.data.Dataset;
import dev.jacquard.network.Column;
import dev.jacquard.network.Shape;
import dev.jacquard.train.History;

/** Trains the usual convolutional network for a few steps of 128 rows and prints the loss. */
final class SmallHeap {
    private static final int ROWS = 384;

    private SmallHeap() {
    }

    public static void main(String[] arguments) {
        Random chance = new Random(1);
        MemorySegment pixels = Arena.ofAuto().allocate(ROWS * 784);
        MemorySegment labels = Arena.ofAuto().allocate(ROWS * 4L, 4);
        for (int i = 0; i < ROWS * 784; i++) {
            pixels.set(ValueLayout.JAVA_BYTE, i, (byte) chance.nextInt(256));
        }
        for (int i = 0; i < ROWS; i++) {
            labels.setAtIndex(ValueLayout.JAVA_INT, i, chance.nextInt(10));
        }
        Dataset data = Dataset.of(d -> d.input("image", new Column.Bytes(pixels, ROWS, Shape.of(28, 28, 1), 1 / 255f, 0)).target("digit",
                new Column.Labels(labels, ROWS, Shape.of(1))));
        try (LargeCnnNetwork network = LargeCnnNetwork.create()) {
            History history = network.compile(c -> c.optimizer(adam())).fit(data, f -> f.batchSize(128).verbose(false));
            IO.println("heap " + Runtime.getRuntime().maxMemory());
            IO.println("loss " + history.last().loss());
        }
    }
}
