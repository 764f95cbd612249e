package dev.jacquard.cpu;

import static dev.jacquard.cpu.Floats.get;
import static dev.jacquard.cpu.Floats.label;
import static dev.jacquard.cpu.Floats.set;

import java.lang.foreign.MemorySegment;

import org.jspecify.annotations.Nullable;

/**
 * Losses from probabilities with Keras' clipping. Networks whose last activation fits their loss use the fused forms from logits, so these
 * have one implementation for all machines.
 */
final class ProbabilityLosses {
    private static final float LOW = 1e-7f;
    private static final float HIGH = 1 - 1e-7f;

    private ProbabilityLosses() {
    }

    static void crossentropySparse(MemorySegment p, MemorySegment labels, MemorySegment losses, @Nullable MemorySegment dp, int from, int to,
            int n, float scale) {
        for (int row = from; row < to; row++) {
            long at = (long) row * n;
            float sum = 0;
            for (int j = 0; j < n; j++) {
                sum += clip(get(p, at + j));
            }
            int label = label(labels, row);
            float chosen = clip(get(p, at + label));
            set(losses, row, (float) -Math.log(chosen / sum));
            for (int j = 0; j < n && dp != null; j++) {
                float slope = 1 / sum - (j == label ? 1 / chosen : 0);
                set(dp, at + j, clipped(get(p, at + j)) ? 0 : scale * slope);
            }
        }
    }

    static void crossentropy(MemorySegment p, MemorySegment targets, MemorySegment losses, @Nullable MemorySegment dp, int from, int to, int n,
            float scale) {
        for (int row = from; row < to; row++) {
            long at = (long) row * n;
            float sum = 0;
            for (int j = 0; j < n; j++) {
                sum += get(p, at + j);
            }
            float loss = 0;
            float free = 0;
            for (int j = 0; j < n; j++) {
                float share = get(p, at + j) / sum;
                float target = get(targets, at + j);
                loss -= target * (float) Math.log(clip(share));
                free += clipped(share) ? 0 : target;
            }
            set(losses, row, loss);
            for (int j = 0; j < n && dp != null; j++) {
                float share = get(p, at + j) / sum;
                float slope = clipped(share) ? 0 : get(targets, at + j) / share;
                // The second term comes from the division by the sum.
                set(dp, at + j, scale * (free - slope) / sum);
            }
        }
    }

    static void binaryCrossentropy(MemorySegment p, MemorySegment targets, MemorySegment losses, @Nullable MemorySegment dp, int from, int to,
            int n, float scale) {
        for (int row = from; row < to; row++) {
            float loss = 0;
            for (long at = (long) row * n; at < (row + 1L) * n; at++) {
                float probability = clip(get(p, at));
                float target = get(targets, at);
                loss -= (float) (target * Math.log(probability) + (1 - target) * Math.log(1 - probability));
                if (dp != null) {
                    float slope = (1 - target) / (1 - probability) - target / probability;
                    set(dp, at, clipped(get(p, at)) ? 0 : scale / n * slope);
                }
            }
            set(losses, row, loss / n);
        }
    }

    private static float clip(float value) {
        return Math.min(Math.max(value, LOW), HIGH);
    }

    private static boolean clipped(float value) {
        return value < LOW || value > HIGH;
    }
}
