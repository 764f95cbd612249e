package dev.jacquard.examples.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.lang.management.ManagementFactory;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import dev.jacquard.data.Dataset;
import dev.jacquard.network.Network;
import dev.jacquard.network.Shape;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;
import dev.jacquard.network.UpdateRule;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GarbageTest {
    private static final int BATCH = 32;
    private static final int STEPS = 20;
    /** Until then the compiler has long replaced the interpreter, which does put vectors on the heap. */
    private static final int MOST_ROUNDS = 3000;

    @ParameterizedTest
    @EnumSource(Subject.class)
    void aWarmStepAllocatesNothing(Subject subject) {
        allocatesNothing(subject, subject.data(BATCH * STEPS));
    }

    @Test
    void aWarmStepOverComputedRowsAllocatesNothing() {
        allocatesNothing(Subject.DROPPING_MLP, Subject.DROPPING_MLP.data(BATCH * STEPS).map("x", Shape.of(13), (row, pass, result) -> System
                .arraycopy(row, 0, result, 0, row.length)));
    }

    private static void allocatesNothing(Subject subject, Dataset data) {
        UpdateRule rule = new UpdateRule.Adam(0.9, 0.999, 1e-7, 0);
        try (Network network = subject.network(2); Training training = network.program().training(TrainingSettings.of(rule, BATCH, 3), data)) {
            Totals totals = new Totals(network.description().outputs().size());
            int[] order = IntStream.range(0, data.size()).toArray();
            float[] rates = new float[STEPS];
            long[] threads = threads();
            long least = Long.MAX_VALUE;
            long end = System.nanoTime() + 60_000_000_000L;
            for (int round = 0; round < MOST_ROUNDS && least > 0 && System.nanoTime() < end; round++) {
                long before = allocated(threads);
                training.run(order, 0, order.length, round, rates, totals);
                least = Math.min(least, allocated(threads) - before);
            }
            assertThat(threads).as("the test's thread and the engine's").hasSizeGreaterThanOrEqualTo(2);
            // Kernels that are still interpreted make megabytes of vectors: on a machine too busy to compile them nothing was learnt.
            assumeThat(least).as("bytes of %d steps of kernels that are still interpreted", STEPS).isLessThan(1 << 20);
            assertThat(least).as("bytes of %d steps", STEPS).isZero();
        }
    }

    private static final ThreadMXBean MEASURES = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The test's own thread and those of the engine. */
    private static long[] threads() {
        LongStream workers = Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith("jacquard-worker"))
                .mapToLong(Thread::threadId);
        return LongStream.concat(LongStream.of(Thread.currentThread().threadId()), workers).toArray();
    }

    private static long allocated(long[] threads) {
        long sum = 0;
        for (long thread : threads) {
            sum += MEASURES.getThreadAllocatedBytes(thread);
        }
        return sum;
    }
}
