package dev.jacquard.examples.guarantees;

import java.lang.management.ManagementFactory;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import dev.jacquard.data.Dataset;
import dev.jacquard.network.Network;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;
import dev.jacquard.network.UpdateRule;

import com.sun.management.ThreadMXBean;

/** Repeats twenty steps of the network that is named until they allocate nothing, and prints the engine, its threads and the fewest bytes. */
final class WarmSteps {
    private static final ThreadMXBean MEASURES = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int THREADS = 2;
    private static final int BATCH = 32;
    private static final int STEPS = 20;
    /** Many times as many as it takes until everything is compiled. */
    private static final int MOST_ROUNDS = 1000;

    private WarmSteps() {
    }

    public static void main(String[] arguments) {
        Subject subject = Subject.valueOf(arguments[0]);
        Dataset data = subject.data(BATCH * STEPS);
        UpdateRule rule = new UpdateRule.Adam(0.9, 0.999, 1e-7, 0);
        try (Network network = subject.network(THREADS); Training training = network.program().training(TrainingSettings.of(rule, BATCH, 3), data)) {
            Totals totals = new Totals(network.description().outputs().size());
            int[] order = IntStream.range(0, data.size()).toArray();
            float[] rates = new float[STEPS];
            long[] threads = threads();
            long least = Long.MAX_VALUE;
            for (int round = 0; round < MOST_ROUNDS && least > 0; round++) {
                long before = allocated(threads);
                training.run(order, 0, order.length, round, rates, totals);
                least = Math.min(least, allocated(threads) - before);
            }
            IO.println("engine " + network.program().engine());
            IO.println("threads " + threads.length);
            IO.println("bytes " + least);
        }
    }

    /** The program's own thread and those of the engine. */
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
