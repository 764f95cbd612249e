package dev.jacquard.cpu;

import static dev.jacquard.cpu.Floats.get;
import static dev.jacquard.cpu.Floats.set;

import java.lang.foreign.MemorySegment;

import org.jspecify.annotations.Nullable;

/** Batch normalisation as plain loops. */
final class ScalarNormalization {
    private ScalarNormalization() {
    }

    static void moments(MemorySegment x, MemorySegment mean, MemorySegment variance, int from, int to, int rows, int channels) {
        for (int c = from; c < to; c++) {
            double sum = 0;
            for (int row = 0; row < rows; row++) {
                sum += get(x, (long) row * channels + c);
            }
            double centre = sum / rows;
            double squares = 0;
            for (int row = 0; row < rows; row++) {
                double distance = get(x, (long) row * channels + c) - centre;
                squares += distance * distance;
            }
            set(mean, c, (float) centre);
            set(variance, c, (float) (squares / rows));
        }
    }

    static void normalize(MemorySegment x, MemorySegment mean, MemorySegment variance, @Nullable MemorySegment gamma, @Nullable MemorySegment beta,
            MemorySegment y, int from, int to, int channels, float epsilon) {
        for (int row = from; row < to; row++) {
            for (int c = 0; c < channels; c++) {
                long at = (long) row * channels + c;
                float scaled = (get(x, at) - get(mean, c)) * inverse(variance, c, epsilon) * (gamma == null ? 1 : get(gamma, c));
                set(y, at, scaled + (beta == null ? 0 : get(beta, c)));
            }
        }
    }

    static void sums(MemorySegment x, MemorySegment dy, MemorySegment mean, MemorySegment variance, MemorySegment dGamma, MemorySegment dBeta,
            int from, int to, int rows, int channels, float epsilon) {
        for (int c = from; c < to; c++) {
            float centre = get(mean, c);
            double products = 0;
            double sum = 0;
            for (int row = 0; row < rows; row++) {
                long at = (long) row * channels + c;
                products += get(dy, at) * (get(x, at) - centre);
                sum += get(dy, at);
            }
            set(dGamma, c, (float) (products * inverse(variance, c, epsilon)));
            set(dBeta, c, (float) sum);
        }
    }

    static void inputGradient(MemorySegment x, MemorySegment dy, MemorySegment mean, MemorySegment variance, @Nullable MemorySegment gamma,
            MemorySegment dGamma, MemorySegment dBeta, MemorySegment dx, int from, int to, int rows, int channels, float epsilon) {
        for (int row = from; row < to; row++) {
            for (int c = 0; c < channels; c++) {
                long at = (long) row * channels + c;
                float inverse = inverse(variance, c, epsilon);
                float normalized = (get(x, at) - get(mean, c)) * inverse;
                float centred = get(dy, at) - get(dBeta, c) / rows - normalized * (get(dGamma, c) / rows);
                set(dx, at, (gamma == null ? 1 : get(gamma, c)) * inverse * centred);
            }
        }
    }

    static void updateMoving(MemorySegment moving, MemorySegment batch, double momentum, int from, int to) {
        float kept = (float) momentum;
        float taken = (float) (1 - momentum);
        for (int i = from; i < to; i++) {
            set(moving, i, kept * get(moving, i) + taken * get(batch, i));
        }
    }

    private static float inverse(MemorySegment variance, int c, float epsilon) {
        return (float) (1 / Math.sqrt(get(variance, c) + epsilon));
    }
}
