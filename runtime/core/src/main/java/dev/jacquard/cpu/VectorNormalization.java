package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.FLOATS;
import static dev.jacquard.cpu.Lanes.LENGTH;
import static dev.jacquard.cpu.Lanes.ONE;
import static dev.jacquard.cpu.Lanes.ORDER;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.jspecify.annotations.Nullable;

/** Batch normalisation, a vector of channels at a time. Long sums are made of sums of blocks, which keeps rounding errors small. */
final class VectorNormalization {
    private static final int SUM_BLOCK = 128;

    private VectorNormalization() {
    }

    static void moments(MemorySegment x, MemorySegment mean, MemorySegment variance, int from, int to, int rows, int channels) {
        VectorProducts.sumRows(x, 0, mean, 0, false, from, to, rows, channels);
        VectorOptimizers.scale(mean, from, to, 1f / rows);
        for (int c = from; c < to; c += LENGTH) {
            VectorMask<Float> lanes = FLOATS.indexInRange(c, to);
            FloatVector centre = fromMemorySegment(FLOATS, mean, 4L * c, ORDER, lanes);
            FloatVector total = FloatVector.zero(FLOATS);
            FloatVector rest = FloatVector.zero(FLOATS);
            for (int row = 0; row < rows;) {
                FloatVector squares = FloatVector.zero(FLOATS);
                FloatVector distances = FloatVector.zero(FLOATS);
                for (int end = Math.min(row + SUM_BLOCK, rows); row < end; row++) {
                    FloatVector distance = fromMemorySegment(FLOATS, x, 4 * ((long) row * channels + c), ORDER, lanes).sub(centre);
                    squares = distance.fma(distance, squares);
                    distances = distance.add(distances);
                }
                total = ONE.fma(squares, total);
                rest = ONE.fma(distances, rest);
            }
            // The distances would add up to 0 if the mean were exact; what they add up to corrects both (Chan, Golub, LeVeque 1983).
            FloatVector share = FloatVector.broadcast(FLOATS, 1f / rows);
            FloatVector correction = share.mul(rest);
            centre.add(correction).intoMemorySegment(mean, 4L * c, ORDER, lanes);
            share.mul(total).sub(correction.mul(correction)).max(0f).intoMemorySegment(variance, 4L * c, ORDER, lanes);
        }
    }

    static void normalize(MemorySegment x, MemorySegment mean, MemorySegment variance, @Nullable MemorySegment gamma, @Nullable MemorySegment beta,
            MemorySegment y, int from, int to, int channels, float epsilon) {
        MemorySegment factors = Scratch.floats(Scratch.Slot.FACTORS, 2L * channels);
        for (int c = 0; c < channels; c++) {
            Floats.set(factors, c, inverse(variance, c, epsilon) * (gamma == null ? 1 : Floats.get(gamma, c)));
            Floats.set(factors, channels + c, beta == null ? 0 : Floats.get(beta, c));
        }
        for (int row = from; row < to; row++) {
            normalizeRow(x, mean, factors, y, (long) row * channels, channels);
        }
    }

    /** y = (x − mean)·factor + shift, where the factors are followed by the shifts. */
    private static void normalizeRow(MemorySegment x, MemorySegment mean, MemorySegment factors, MemorySegment y, long at, int channels) {
        int c = 0;
        for (; c <= channels - LENGTH; c += LENGTH) {
            FloatVector distance = fromMemorySegment(FLOATS, x, 4 * (at + c), ORDER).sub(fromMemorySegment(FLOATS, mean, 4L * c, ORDER));
            distance.mul(fromMemorySegment(FLOATS, factors, 4L * c, ORDER)).add(fromMemorySegment(FLOATS, factors, 4L * (channels + c), ORDER))
                    .intoMemorySegment(y, 4 * (at + c), ORDER);
        }
        for (; c < channels; c++) {
            float distance = Floats.get(x, at + c) - Floats.get(mean, c);
            Floats.set(y, at + c, distance * Floats.get(factors, c) + Floats.get(factors, channels + c));
        }
    }

    static void sums(MemorySegment x, MemorySegment dy, MemorySegment mean, MemorySegment variance, MemorySegment dGamma, MemorySegment dBeta,
            int from, int to, int rows, int channels, float epsilon) {
        for (int c = from; c < to; c += LENGTH) {
            VectorMask<Float> lanes = FLOATS.indexInRange(c, to);
            FloatVector centre = fromMemorySegment(FLOATS, mean, 4L * c, ORDER, lanes);
            FloatVector products = FloatVector.zero(FLOATS);
            FloatVector sum = FloatVector.zero(FLOATS);
            for (int row = 0; row < rows;) {
                FloatVector blockProducts = FloatVector.zero(FLOATS);
                FloatVector blockSum = FloatVector.zero(FLOATS);
                for (int end = Math.min(row + SUM_BLOCK, rows); row < end; row++) {
                    long at = 4 * ((long) row * channels + c);
                    FloatVector gradient = fromMemorySegment(FLOATS, dy, at, ORDER, lanes);
                    blockProducts = gradient.fma(fromMemorySegment(FLOATS, x, at, ORDER, lanes).sub(centre), blockProducts);
                    blockSum = gradient.add(blockSum);
                }
                products = ONE.fma(blockProducts, products);
                sum = ONE.fma(blockSum, sum);
            }
            FloatVector root = fromMemorySegment(FLOATS, variance, 4L * c, ORDER, lanes).add(epsilon).sqrt();
            ONE.div(root).mul(products).intoMemorySegment(dGamma, 4L * c, ORDER, lanes);
            ONE.mul(sum).intoMemorySegment(dBeta, 4L * c, ORDER, lanes);
        }
    }

    static void inputGradient(MemorySegment x, MemorySegment dy, MemorySegment mean, MemorySegment variance, @Nullable MemorySegment gamma,
            MemorySegment dGamma, MemorySegment dBeta, MemorySegment dx, int from, int to, int rows, int channels, float epsilon) {
        MemorySegment factors = Scratch.floats(Scratch.Slot.FACTORS, 3L * channels);
        for (int c = 0; c < channels; c++) {
            float inverse = inverse(variance, c, epsilon);
            Floats.set(factors, c, Floats.get(dBeta, c) / rows);
            Floats.set(factors, channels + c, inverse * (Floats.get(dGamma, c) / rows));
            Floats.set(factors, 2L * channels + c, inverse * (gamma == null ? 1 : Floats.get(gamma, c)));
        }
        for (int row = from; row < to; row++) {
            inputGradientRow(x, dy, mean, factors, dx, (long) row * channels, channels);
        }
    }

    /** dx = (dy − p − (x − mean)·q)·r, where the factors are all p, then all q, then all r. */
    private static void inputGradientRow(MemorySegment x, MemorySegment dy, MemorySegment mean, MemorySegment factors, MemorySegment dx, long at,
            int channels) {
        int c = 0;
        for (; c <= channels - LENGTH; c += LENGTH) {
            FloatVector distance = fromMemorySegment(FLOATS, x, 4 * (at + c), ORDER).sub(fromMemorySegment(FLOATS, mean, 4L * c, ORDER));
            FloatVector product = distance.mul(fromMemorySegment(FLOATS, factors, 4L * (channels + c), ORDER));
            FloatVector centred = fromMemorySegment(FLOATS, dy, 4 * (at + c), ORDER).sub(fromMemorySegment(FLOATS, factors, 4L * c, ORDER));
            centred.sub(product).mul(fromMemorySegment(FLOATS, factors, 4 * (2L * channels + c), ORDER))
                    .intoMemorySegment(dx, 4 * (at + c), ORDER);
        }
        for (; c < channels; c++) {
            float product = (Floats.get(x, at + c) - Floats.get(mean, c)) * Floats.get(factors, channels + c);
            float centred = Floats.get(dy, at + c) - Floats.get(factors, c);
            Floats.set(dx, at + c, (centred - product) * Floats.get(factors, 2L * channels + c));
        }
    }

    static void updateMoving(MemorySegment moving, MemorySegment batch, double momentum, int from, int to) {
        ScalarNormalization.updateMoving(moving, batch, momentum, from, to);
    }

    private static float inverse(MemorySegment variance, int c, float epsilon) {
        return (float) (1 / Math.sqrt(Floats.get(variance, c) + epsilon));
    }
}
