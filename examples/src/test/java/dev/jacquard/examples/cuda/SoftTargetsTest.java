package dev.jacquard.examples.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;

import dev.jacquard.network.Column;
import dev.jacquard.network.Engine;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.Shape;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Distributions whose sums are not 1, and rows of zeros, have the gradients that they have on the CPU. */
class SoftTargetsTest {
    /** Runs of up to three steps are graphs, longer ones the persistent kernel. */
    @ParameterizedTest
    @ValueSource(ints = {9, 4})
    void targetsNeedNotSumToOne(int batch) {
        int rows = 27;
        Random random = new Random(8);
        try (Arena arena = Arena.ofShared()) {
            MemorySegment inputs = arena.allocate(4L * rows * 6, 64);
            for (int i = 0; i < rows * 6; i++) {
                inputs.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
            }
            MemorySegment targets = arena.allocate(4L * rows * 4, 64);
            for (int i = 0; i < rows * 4; i++) {
                targets.setAtIndex(ValueLayout.JAVA_FLOAT, i, i / 4 % 5 == 0 ? 0 : random.nextFloat() * (i / 4 % 3));
            }
            SmallSet samples = new SmallSet(rows, List.of(new Column.Floats(inputs, rows, Shape.of(6))),
                    List.of(new Column.Floats(targets, rows, Shape.of(4))));
            new SameNumbers(SmallSoftNetwork.DESCRIPTION, p -> new SmallSoftCpu(p, new NetworkSettings(Engine.CPU, 5, 1)), SmallSoftCuda::new)
                    .train(samples, batch);
        }
    }
}
