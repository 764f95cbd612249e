package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.FLOATS;
import static dev.jacquard.cpu.Lanes.LENGTH;
import static dev.jacquard.cpu.Lanes.ONE;
import static dev.jacquard.cpu.Lanes.ORDER;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.MAX;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.jspecify.annotations.Nullable;

/** Softmax and losses from logits, row by row, a vector of classes at a time. */
final class VectorLosses {
    private VectorLosses() {
    }

    static void softmax(MemorySegment x, MemorySegment y, int from, int to, int n) {
        for (int row = from; row < to; row++) {
            long at = 4L * row * n;
            exponentials(x, at, y, at, n, largest(x, at, n));
        }
    }

    private static float largest(MemorySegment x, long at, int n) {
        FloatVector largest = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
        for (int j = 0; j < n; j += LENGTH) {
            VectorMask<Float> lanes = FLOATS.indexInRange(j, n);
            largest = fromMemorySegment(FLOATS, x, at + 4L * j, ORDER, lanes).blend(Float.NEGATIVE_INFINITY, lanes.not()).max(largest);
        }
        return ONE.mul(largest).reduceLanes(MAX);
    }

    /** Writes the softmax of a row and returns Σ e^(x − largest). */
    private static float exponentials(MemorySegment x, long at, MemorySegment y, long to, int n, float largest) {
        for (int j = 0; j < n; j += LENGTH) {
            VectorMask<Float> lanes = FLOATS.indexInRange(j, n);
            fromMemorySegment(FLOATS, x, at + 4L * j, ORDER, lanes).sub(largest).intoMemorySegment(y, to + 4L * j, ORDER, lanes);
        }
        VectorMath.exp(y, to, y, to, n);
        float sum = sum(y, to, n);
        float inverse = 1 / sum;
        for (int j = 0; j < n; j += LENGTH) {
            VectorMask<Float> lanes = FLOATS.indexInRange(j, n);
            fromMemorySegment(FLOATS, y, to + 4L * j, ORDER, lanes).mul(inverse).intoMemorySegment(y, to + 4L * j, ORDER, lanes);
        }
        return sum;
    }

    static void softmaxGradient(MemorySegment y, MemorySegment dy, MemorySegment dx, int from, int to, int n) {
        MemorySegment sums = VectorMath.lanes();
        for (int row = from; row < to; row++) {
            long at = 4L * row * n;
            FloatVector products = FloatVector.zero(FLOATS);
            for (int j = 0; j < n; j += LENGTH) {
                VectorMask<Float> lanes = FLOATS.indexInRange(j, n);
                products = fromMemorySegment(FLOATS, y, at + 4L * j, ORDER, lanes)
                        .fma(fromMemorySegment(FLOATS, dy, at + 4L * j, ORDER, lanes), products);
            }
            ONE.mul(products).intoMemorySegment(sums, 0, ORDER);
            float dot = VectorMath.sum(sums);
            for (int j = 0; j < n; j += LENGTH) {
                VectorMask<Float> lanes = FLOATS.indexInRange(j, n);
                FloatVector centred = fromMemorySegment(FLOATS, dy, at + 4L * j, ORDER, lanes).sub(dot);
                fromMemorySegment(FLOATS, y, at + 4L * j, ORDER, lanes).mul(centred).intoMemorySegment(dx, at + 4L * j, ORDER, lanes);
            }
        }
    }

    static void softmaxCrossentropySparse(MemorySegment z, MemorySegment labels, MemorySegment probabilities, MemorySegment losses,
            @Nullable MemorySegment dz, int from, int to, int n, float scale) {
        for (int row = from; row < to; row++) {
            long at = 4L * row * n;
            int label = Floats.label(labels, row);
            float largest = largest(z, at, n);
            float distance = largest - Floats.get(z, (long) row * n + label);
            float sum = exponentials(z, at, probabilities, at, n, largest);
            Floats.set(losses, row, (float) (distance + Math.log(sum)));
            if (dz != null) {
                float chosen = Floats.get(probabilities, (long) row * n + label);
                scaled(probabilities, at, dz, n, scale);
                Floats.set(dz, (long) row * n + label, scale * chosen - scale);
            }
        }
    }

    private static void scaled(MemorySegment source, long at, MemorySegment target, int n, float scale) {
        for (int j = 0; j < n; j += LENGTH) {
            VectorMask<Float> lanes = FLOATS.indexInRange(j, n);
            fromMemorySegment(FLOATS, source, at + 4L * j, ORDER, lanes).mul(scale).intoMemorySegment(target, at + 4L * j, ORDER, lanes);
        }
    }

    static void softmaxCrossentropy(MemorySegment z, MemorySegment targets, MemorySegment probabilities, MemorySegment losses,
            @Nullable MemorySegment dz, int from, int to, int n, float scale) {
        for (int row = from; row < to; row++) {
            long at = 4L * row * n;
            float largest = largest(z, at, n);
            float total = sum(targets, at, n);
            float product = product(targets, z, at, n, largest);
            float sum = exponentials(z, at, probabilities, at, n, largest);
            Floats.set(losses, row, (float) (total * Math.log(sum)) - product);
            if (dz != null) {
                differences(probabilities, targets, at, dz, n, total, scale);
            }
        }
    }

    private static float sum(MemorySegment values, long at, int n) {
        FloatVector totals = FloatVector.zero(FLOATS);
        for (int j = 0; j < n; j += LENGTH) {
            totals = fromMemorySegment(FLOATS, values, at + 4L * j, ORDER, FLOATS.indexInRange(j, n)).add(totals);
        }
        MemorySegment sums = VectorMath.lanes();
        ONE.mul(totals).intoMemorySegment(sums, 0, ORDER);
        return VectorMath.sum(sums);
    }

    /** Σ t·(z − largest). */
    private static float product(MemorySegment targets, MemorySegment z, long at, int n, float largest) {
        FloatVector products = FloatVector.zero(FLOATS);
        for (int j = 0; j < n; j += LENGTH) {
            VectorMask<Float> lanes = FLOATS.indexInRange(j, n);
            FloatVector target = fromMemorySegment(FLOATS, targets, at + 4L * j, ORDER, lanes);
            products = target.fma(fromMemorySegment(FLOATS, z, at + 4L * j, ORDER, lanes).sub(largest), products);
        }
        MemorySegment sums = VectorMath.lanes();
        ONE.mul(products).intoMemorySegment(sums, 0, ORDER);
        return VectorMath.sum(sums);
    }

    /** dz = scale·(p·total − t). */
    private static void differences(MemorySegment probabilities, MemorySegment targets, long at, MemorySegment dz, int n, float total, float scale) {
        for (int j = 0; j < n; j += LENGTH) {
            VectorMask<Float> lanes = FLOATS.indexInRange(j, n);
            fromMemorySegment(FLOATS, probabilities, at + 4L * j, ORDER, lanes).mul(total)
                    .sub(fromMemorySegment(FLOATS, targets, at + 4L * j, ORDER, lanes)).mul(scale).intoMemorySegment(dz, at + 4L * j, ORDER, lanes);
        }
    }

    static void sigmoidBinaryCrossentropy(MemorySegment z, MemorySegment targets, MemorySegment probabilities, MemorySegment losses,
            @Nullable MemorySegment dz, int from, int to, int n, float scale) {
        for (int row = from; row < to; row++) {
            long at = 4L * row * n;
            sigmoidLosses(z, targets, probabilities, at, n);
            Floats.set(losses, row, sum(probabilities, at, n) / n);
            sigmoid(z, targets, probabilities, dz, at, n, scale / n);
        }
    }

    /**
     * Leaves the elements' losses where the probabilities will be. Losses, their sum and the gradients have methods of their own: together they are
     * more than the compiler joins, and vectors would go to the heap.
     */
    private static void sigmoidLosses(MemorySegment z, MemorySegment targets, MemorySegment result, long at, int n) {
        for (int j = 0; j < n; j += LENGTH) {
            VectorMask<Float> lanes = FLOATS.indexInRange(j, n);
            fromMemorySegment(FLOATS, z, at + 4L * j, ORDER, lanes).abs().neg().intoMemorySegment(result, at + 4L * j, ORDER, lanes);
        }
        VectorMath.exp(result, at, result, at, n);
        for (int j = 0; j < n; j += LENGTH) {
            VectorMask<Float> lanes = FLOATS.indexInRange(j, n);
            FloatVector logit = fromMemorySegment(FLOATS, z, at + 4L * j, ORDER, lanes);
            FloatVector target = fromMemorySegment(FLOATS, targets, at + 4L * j, ORDER, lanes);
            FloatVector rest = VectorMath.log1p(fromMemorySegment(FLOATS, result, at + 4L * j, ORDER, lanes));
            logit.max(0f).sub(logit.mul(target)).add(rest).intoMemorySegment(result, at + 4L * j, ORDER, lanes);
        }
    }

    private static void sigmoid(MemorySegment z, MemorySegment targets, MemorySegment probabilities, @Nullable MemorySegment dz, long at, int n,
            float scale) {
        VectorMath.sigmoid(probabilities, at, z, at, n);
        for (int j = 0; dz != null && j < n; j += LENGTH) {
            VectorMask<Float> lanes = FLOATS.indexInRange(j, n);
            fromMemorySegment(FLOATS, probabilities, at + 4L * j, ORDER, lanes).sub(fromMemorySegment(FLOATS, targets, at + 4L * j, ORDER, lanes))
                    .mul(scale).intoMemorySegment(dz, at + 4L * j, ORDER, lanes);
        }
    }

    static void meanSquaredError(MemorySegment y, MemorySegment targets, MemorySegment losses, @Nullable MemorySegment dy, int from, int to, int n,
            float scale) {
        MemorySegment lanesOfSum = VectorMath.lanes();
        for (int row = from; row < to; row++) {
            long at = 4L * row * n;
            FloatVector sums = FloatVector.zero(FLOATS);
            for (int j = 0; j < n; j += LENGTH) {
                VectorMask<Float> lanes = FLOATS.indexInRange(j, n);
                FloatVector error = fromMemorySegment(FLOATS, y, at + 4L * j, ORDER, lanes)
                        .sub(fromMemorySegment(FLOATS, targets, at + 4L * j, ORDER, lanes));
                sums = error.fma(error, sums);
                if (dy != null) {
                    error.mul(2 * scale / n).intoMemorySegment(dy, at + 4L * j, ORDER, lanes);
                }
            }
            ONE.mul(sums).intoMemorySegment(lanesOfSum, 0, ORDER);
            Floats.set(losses, row, VectorMath.sum(lanesOfSum) / n);
        }
    }
}
