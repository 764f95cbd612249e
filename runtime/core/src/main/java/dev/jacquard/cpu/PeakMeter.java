package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.FLOATS;
import static dev.jacquard.cpu.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Measures how many floating-point operations a second this machine can do at best: multiply-adds on registers only. What share of it a
 * network reaches says how well its kernels use the machine.
 */
public final class PeakMeter {
    private static final int ROUNDS = 20_000;
    private static final int CHAINS = 12;
    /** Where the chains end; looked at, so that the work is not optimised away. */
    private static volatile float result;

    private PeakMeter() {
    }

    /**
     * Measures for about half a second.
     *
     * @param threads that work at the same time
     * @return billions of operations a second of all threads together, a multiply-add counting as two; 0 where the Vector API is not
     *         available
     */
    public static double gigaflops(int threads) {
        if (!KernelChoice.vectorsAvailable()) {
            return 0;
        }
        double best = 0;
        try (Workers workers = Workers.of(threads)) {
            long end = System.nanoTime() + 500_000_000L;
            while (System.nanoTime() < end) {
                long start = System.nanoTime();
                workers.run(PeakMeter::chunks, 8 * threads, 1);
                long nanos = System.nanoTime() - start;
                best = Math.max(best, 8.0 * threads * ROUNDS * CHAINS * LENGTH * 2 / nanos);
            }
        }
        return Float.isNaN(result) ? 0 : best;
    }

    private static void chunks(int from, int to) {
        for (int i = from; i < to; i++) {
            result = multiplyAdds(0.999f);
        }
    }

    private static float multiplyAdds(float factor) {
        FloatVector a = FloatVector.broadcast(FLOATS, factor);
        FloatVector b = FloatVector.broadcast(FLOATS, 1);
        FloatVector c0 = b;
        FloatVector c1 = b;
        FloatVector c2 = b;
        FloatVector c3 = b;
        FloatVector c4 = b;
        FloatVector c5 = b;
        FloatVector c6 = b;
        FloatVector c7 = b;
        FloatVector c8 = b;
        FloatVector c9 = b;
        FloatVector c10 = b;
        FloatVector c11 = b;
        for (int i = 0; i < ROUNDS; i++) {
            c0 = c0.fma(a, b);
            c1 = c1.fma(a, c0);
            c2 = c2.fma(a, b);
            c3 = c3.fma(a, c2);
            c4 = c4.fma(a, b);
            c5 = c5.fma(a, c4);
            c6 = c6.fma(a, b);
            c7 = c7.fma(a, c6);
            c8 = c8.fma(a, b);
            c9 = c9.fma(a, c8);
            c10 = c10.fma(a, b);
            c11 = c11.fma(a, c10);
        }
        return c1.add(c3).add(c5).add(c7).add(c9).add(c11).reduceLanes(VectorOperators.ADD);
    }
}
