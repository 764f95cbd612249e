package dev.jacquard.examples.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import dev.jacquard.network.Column;
import dev.jacquard.network.Engine;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.Shape;

import org.junit.jupiter.api.Test;

/** Moments of a batch whose rows are shared by several blocks. */
class MomentsTest {
    private static final int WIDTH = 37;

    /** Means far from 0, so that a difference of large squares would be seen; three rows for four blocks in the last batch. */
    @Test
    void meansAndVariancesAreTheCpus() {
        int rows = 643;
        Random random = new Random(2);
        try (Arena arena = Arena.ofShared()) {
            MemorySegment inputs = arena.allocate(4L * rows * WIDTH, 64);
            for (int i = 0; i < rows * WIDTH; i++) {
                inputs.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (60 + i % WIDTH + 0.5 * random.nextGaussian()));
            }
            SmallSet samples = new SmallSet(rows, List.of(new Column.Floats(inputs, rows, Shape.of(WIDTH))),
                    SmallSet.of(arena, rows, 1, -3).targets());
            new SameNumbers(SmallNormedNetwork.DESCRIPTION, p -> new SmallNormedCpu(p, new NetworkSettings(Engine.CPU, 5, 1)), SmallNormedCuda::new)
                    .train(samples, 640);
        }
    }

    @Test
    void aSecondKernelAddsUpWhatTheBlocksFound() throws IOException {
        try (InputStream text = Objects.requireNonNull(MomentsTest.class.getResourceAsStream("SmallNormed.cu"))) {
            assertThat(new String(text.readAllBytes(), StandardCharsets.UTF_8)).contains("KERNEL make_normed_mean_sum(");
        }
    }
}
