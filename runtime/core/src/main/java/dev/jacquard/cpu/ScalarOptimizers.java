package dev.jacquard.cpu;

import static dev.jacquard.cpu.Floats.get;
import static dev.jacquard.cpu.Floats.set;

import java.lang.foreign.MemorySegment;

import org.jspecify.annotations.Nullable;

/** Optimizer steps and work on gradients, element by element. */
final class ScalarOptimizers {
    /**
     * Added to every moving average. Averages of weights that see no gradient would decay into denormal numbers, which x86 computes by
     * microcode, ten times slower; this keeps them normal and is far below anything that matters.
     */
    static final float NOT_DENORMAL = 1e-30f;

    private ScalarOptimizers() {
    }

    static void sgd(MemorySegment w, MemorySegment g, long from, long to, float rate, float decay) {
        for (long i = from; i < to; i++) {
            float weight = get(w, i);
            set(w, i, weight - decay * weight - rate * get(g, i));
        }
    }

    static void momentum(MemorySegment w, MemorySegment g, MemorySegment v, long from, long to, float rate, float momentum, boolean nesterov,
            float decay) {
        for (long i = from; i < to; i++) {
            float weight = get(w, i);
            float gradient = rate * get(g, i);
            float velocity = momentum * get(v, i) + (NOT_DENORMAL - gradient);
            set(v, i, velocity);
            set(w, i, weight - decay * weight + (nesterov ? momentum * velocity - gradient : velocity));
        }
    }

    static void rmsProp(MemorySegment w, MemorySegment g, MemorySegment s, @Nullable MemorySegment a, @Nullable MemorySegment v, long from,
            long to, float rate, double rho, float momentum, float epsilon, float decay) {
        float kept = (float) rho;
        float taken = (float) (1 - rho);
        for (long i = from; i < to; i++) {
            float weight = get(w, i);
            float gradient = get(g, i);
            float square = kept * get(s, i) + (taken * gradient * gradient + NOT_DENORMAL);
            set(s, i, square);
            if (a != null) {
                float mean = kept * get(a, i) + (taken * gradient + NOT_DENORMAL);
                set(a, i, mean);
                // Rounding can make the difference of two equal numbers slightly negative.
                square = Math.max(square - mean * mean, 0);
            }
            float step = rate * gradient / (float) Math.sqrt(square + epsilon);
            if (v != null) {
                step = momentum * get(v, i) + (step + NOT_DENORMAL);
                set(v, i, step);
            }
            set(w, i, weight - decay * weight - step);
        }
    }

    static void adam(MemorySegment w, MemorySegment g, MemorySegment m, MemorySegment v, @Nullable MemorySegment h, long from, long to, float rate,
            double beta1, double beta2, float epsilon, float decay) {
        float kept1 = (float) beta1;
        float taken1 = (float) (1 - beta1);
        float kept2 = (float) beta2;
        float taken2 = (float) (1 - beta2);
        for (long i = from; i < to; i++) {
            float weight = get(w, i);
            float gradient = get(g, i);
            float mean = kept1 * get(m, i) + (taken1 * gradient + NOT_DENORMAL);
            float square = kept2 * get(v, i) + (taken2 * gradient * gradient + NOT_DENORMAL);
            set(m, i, mean);
            set(v, i, square);
            if (h != null) {
                square = Math.max(get(h, i), square);
                set(h, i, square);
            }
            set(w, i, weight - decay * weight - rate * mean / ((float) Math.sqrt(square) + epsilon));
        }
    }

    static double sum(MemorySegment values, long from, long to) {
        double sum = 0;
        for (long i = from; i < to; i++) {
            sum += get(values, i);
        }
        return sum;
    }

    static double sumSquares(MemorySegment values, long from, long to) {
        double sum = 0;
        for (long i = from; i < to; i++) {
            double value = get(values, i);
            sum += value * value;
        }
        return sum;
    }

    static double sumMagnitudes(MemorySegment values, long from, long to) {
        double sum = 0;
        for (long i = from; i < to; i++) {
            sum += Math.abs(get(values, i));
        }
        return sum;
    }

    static void scale(MemorySegment values, long from, long to, float factor) {
        for (long i = from; i < to; i++) {
            set(values, i, get(values, i) * factor);
        }
    }

    static void clip(MemorySegment values, long from, long to, float limit) {
        for (long i = from; i < to; i++) {
            set(values, i, Math.min(Math.max(get(values, i), -limit), limit));
        }
    }

    static void addScaled(MemorySegment target, MemorySegment values, long from, long to, float factor) {
        for (long i = from; i < to; i++) {
            set(target, i, get(target, i) + factor * get(values, i));
        }
    }

    static void addSign(MemorySegment target, MemorySegment values, long from, long to, float factor) {
        for (long i = from; i < to; i++) {
            set(target, i, get(target, i) + factor * Math.signum(get(values, i)));
        }
    }
}
