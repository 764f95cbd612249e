package dev.jacquard.cpu;

import static dev.jacquard.cpu.Floats.get;
import static dev.jacquard.cpu.Floats.label;
import static dev.jacquard.cpu.Floats.set;

import java.lang.foreign.MemorySegment;

import org.jspecify.annotations.Nullable;

/** Softmax and losses from logits as plain loops over rows. */
final class ScalarLosses {
    private ScalarLosses() {
    }

    static void softmax(MemorySegment x, MemorySegment y, int from, int to, int n) {
        for (int row = from; row < to; row++) {
            logSumExp(x, y, (long) row * n, n);
        }
    }

    /** Writes the softmax of a row and returns ln Σ e^z, both free of overflow. */
    static float logSumExp(MemorySegment z, MemorySegment probabilities, long at, int n) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int j = 0; j < n; j++) {
            largest = Math.max(largest, get(z, at + j));
        }
        float sum = 0;
        for (int j = 0; j < n; j++) {
            float power = (float) Math.exp(get(z, at + j) - largest);
            set(probabilities, at + j, power);
            sum += power;
        }
        float inverse = 1 / sum;
        for (int j = 0; j < n; j++) {
            set(probabilities, at + j, get(probabilities, at + j) * inverse);
        }
        return (float) (largest + Math.log(sum));
    }

    static void softmaxGradient(MemorySegment y, MemorySegment dy, MemorySegment dx, int from, int to, int n) {
        for (int row = from; row < to; row++) {
            long at = (long) row * n;
            float dot = 0;
            for (int j = 0; j < n; j++) {
                dot += get(y, at + j) * get(dy, at + j);
            }
            for (int j = 0; j < n; j++) {
                set(dx, at + j, get(y, at + j) * (get(dy, at + j) - dot));
            }
        }
    }

    static void softmaxCrossentropySparse(MemorySegment z, MemorySegment labels, MemorySegment probabilities, MemorySegment losses,
            @Nullable MemorySegment dz, int from, int to, int n, float scale) {
        for (int row = from; row < to; row++) {
            long at = (long) row * n;
            int label = label(labels, row);
            float logit = get(z, at + label);
            set(losses, row, logSumExp(z, probabilities, at, n) - logit);
            for (int j = 0; j < n && dz != null; j++) {
                set(dz, at + j, scale * (get(probabilities, at + j) - (j == label ? 1 : 0)));
            }
        }
    }

    static void softmaxCrossentropy(MemorySegment z, MemorySegment targets, MemorySegment probabilities, MemorySegment losses,
            @Nullable MemorySegment dz, int from, int to, int n, float scale) {
        for (int row = from; row < to; row++) {
            long at = (long) row * n;
            float total = 0;
            float product = 0;
            float largest = Float.NEGATIVE_INFINITY;
            for (int j = 0; j < n; j++) {
                largest = Math.max(largest, get(z, at + j));
            }
            for (int j = 0; j < n; j++) {
                total += get(targets, at + j);
                product += get(targets, at + j) * (get(z, at + j) - largest);
            }
            set(losses, row, total * (logSumExp(z, probabilities, at, n) - largest) - product);
            for (int j = 0; j < n && dz != null; j++) {
                set(dz, at + j, scale * (get(probabilities, at + j) * total - get(targets, at + j)));
            }
        }
    }

    static void sigmoidBinaryCrossentropy(MemorySegment z, MemorySegment targets, MemorySegment probabilities, MemorySegment losses,
            @Nullable MemorySegment dz, int from, int to, int n, float scale) {
        for (int row = from; row < to; row++) {
            float sum = 0;
            for (long at = (long) row * n; at < (row + 1L) * n; at++) {
                float logit = get(z, at);
                float target = get(targets, at);
                float probability = ScalarFormula.sigmoid(logit);
                sum += (float) (Math.max(logit, 0) - logit * target + Math.log1p(Math.exp(-Math.abs(logit))));
                set(probabilities, at, probability);
                if (dz != null) {
                    set(dz, at, scale / n * (probability - target));
                }
            }
            set(losses, row, sum / n);
        }
    }

    static void meanSquaredError(MemorySegment y, MemorySegment targets, MemorySegment losses, @Nullable MemorySegment dy, int from, int to, int n,
            float scale) {
        for (int row = from; row < to; row++) {
            float sum = 0;
            for (long at = (long) row * n; at < (row + 1L) * n; at++) {
                float error = get(y, at) - get(targets, at);
                sum += error * error;
                if (dy != null) {
                    set(dy, at, 2 * scale / n * error);
                }
            }
            set(losses, row, sum / n);
        }
    }
}
