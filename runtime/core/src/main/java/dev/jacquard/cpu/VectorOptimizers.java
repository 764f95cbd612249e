package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.FLOATS;
import static dev.jacquard.cpu.Lanes.LENGTH;
import static dev.jacquard.cpu.Lanes.ORDER;
import static dev.jacquard.cpu.ScalarOptimizers.NOT_DENORMAL;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.jspecify.annotations.Nullable;

/** Optimizer steps, a vector of parameters at a time; the last ones go through the same operations under a mask. */
final class VectorOptimizers {
    private static final FloatVector TINY = FloatVector.broadcast(FLOATS, NOT_DENORMAL);

    private VectorOptimizers() {
    }

    static void sgd(MemorySegment w, MemorySegment g, long from, long to, float rate, float decay) {
        for (long i = from; i < to; i += LENGTH) {
            VectorMask<Float> lanes = FLOATS.indexInRange(i, to);
            FloatVector weight = fromMemorySegment(FLOATS, w, 4 * i, ORDER, lanes);
            FloatVector gradient = fromMemorySegment(FLOATS, g, 4 * i, ORDER, lanes);
            weight.sub(weight.mul(decay)).sub(gradient.mul(rate)).intoMemorySegment(w, 4 * i, ORDER, lanes);
        }
    }

    static void momentum(MemorySegment w, MemorySegment g, MemorySegment v, long from, long to, float rate, float momentum, boolean nesterov,
            float decay) {
        FloatVector kept = FloatVector.broadcast(FLOATS, momentum);
        for (long i = from; i < to; i += LENGTH) {
            VectorMask<Float> lanes = FLOATS.indexInRange(i, to);
            FloatVector weight = fromMemorySegment(FLOATS, w, 4 * i, ORDER, lanes);
            FloatVector gradient = fromMemorySegment(FLOATS, g, 4 * i, ORDER, lanes).mul(rate);
            FloatVector velocity = kept.fma(fromMemorySegment(FLOATS, v, 4 * i, ORDER, lanes), TINY.sub(gradient));
            velocity.intoMemorySegment(v, 4 * i, ORDER, lanes);
            FloatVector step = nesterov ? kept.mul(velocity).sub(gradient) : velocity;
            weight.sub(weight.mul(decay)).add(step).intoMemorySegment(w, 4 * i, ORDER, lanes);
        }
    }

    static void rmsProp(MemorySegment w, MemorySegment g, MemorySegment s, @Nullable MemorySegment a, @Nullable MemorySegment v, long from,
            long to, float rate, double rho, float momentum, float epsilon, float decay) {
        FloatVector kept = FloatVector.broadcast(FLOATS, (float) rho);
        float taken = (float) (1 - rho);
        for (long i = from; i < to; i += LENGTH) {
            VectorMask<Float> lanes = FLOATS.indexInRange(i, to);
            FloatVector weight = fromMemorySegment(FLOATS, w, 4 * i, ORDER, lanes);
            FloatVector gradient = fromMemorySegment(FLOATS, g, 4 * i, ORDER, lanes);
            FloatVector square = kept.fma(fromMemorySegment(FLOATS, s, 4 * i, ORDER, lanes), gradient.mul(taken).fma(gradient, TINY));
            square.intoMemorySegment(s, 4 * i, ORDER, lanes);
            if (a != null) {
                FloatVector mean = kept.fma(fromMemorySegment(FLOATS, a, 4 * i, ORDER, lanes), gradient.mul(taken).add(TINY));
                mean.intoMemorySegment(a, 4 * i, ORDER, lanes);
                square = square.sub(mean.mul(mean)).max(0f);
            }
            FloatVector step = gradient.mul(rate).div(square.add(epsilon).sqrt());
            if (v != null) {
                step = fromMemorySegment(FLOATS, v, 4 * i, ORDER, lanes).mul(momentum).add(step.add(TINY));
                step.intoMemorySegment(v, 4 * i, ORDER, lanes);
            }
            weight.sub(weight.mul(decay)).sub(step).intoMemorySegment(w, 4 * i, ORDER, lanes);
        }
    }

    static void adam(MemorySegment w, MemorySegment g, MemorySegment m, MemorySegment v, @Nullable MemorySegment h, long from, long to, float rate,
            double beta1, double beta2, float epsilon, float decay) {
        if (h == null) {
            plainAdam(w, g, m, v, from, to, rate, beta1, beta2, epsilon, decay);
        } else {
            // Rarely asked for, and one loop with both would be more than C1 takes.
            ScalarOptimizers.adam(w, g, m, v, h, from, to, rate, beta1, beta2, epsilon, decay);
        }
    }

    private static void plainAdam(MemorySegment w, MemorySegment g, MemorySegment m, MemorySegment v, long from, long to, float rate,
            double beta1, double beta2, float epsilon, float decay) {
        FloatVector kept1 = FloatVector.broadcast(FLOATS, (float) beta1);
        FloatVector kept2 = FloatVector.broadcast(FLOATS, (float) beta2);
        FloatVector taken1 = FloatVector.broadcast(FLOATS, (float) (1 - beta1));
        float taken2 = (float) (1 - beta2);
        for (long i = from; i < to; i += LENGTH) {
            VectorMask<Float> lanes = FLOATS.indexInRange(i, to);
            FloatVector gradient = fromMemorySegment(FLOATS, g, 4 * i, ORDER, lanes);
            FloatVector mean = kept1.fma(fromMemorySegment(FLOATS, m, 4 * i, ORDER, lanes), taken1.fma(gradient, TINY));
            FloatVector square = kept2.fma(fromMemorySegment(FLOATS, v, 4 * i, ORDER, lanes), gradient.mul(taken2).fma(gradient, TINY));
            mean.intoMemorySegment(m, 4 * i, ORDER, lanes);
            square.intoMemorySegment(v, 4 * i, ORDER, lanes);
            FloatVector weight = fromMemorySegment(FLOATS, w, 4 * i, ORDER, lanes);
            weight.sub(weight.mul(decay)).sub(mean.mul(rate).div(square.sqrt().add(epsilon))).intoMemorySegment(w, 4 * i, ORDER, lanes);
        }
    }

    /** Sums are taken in double by the plain loops: they are read once a step and must not depend on the number of lanes. */
    static double sum(MemorySegment values, long from, long to) {
        return ScalarOptimizers.sum(values, from, to);
    }

    static double sumSquares(MemorySegment values, long from, long to) {
        return ScalarOptimizers.sumSquares(values, from, to);
    }

    static double sumMagnitudes(MemorySegment values, long from, long to) {
        return ScalarOptimizers.sumMagnitudes(values, from, to);
    }

    static void scale(MemorySegment values, long from, long to, float factor) {
        for (long i = from; i < to; i += LENGTH) {
            VectorMask<Float> lanes = FLOATS.indexInRange(i, to);
            fromMemorySegment(FLOATS, values, 4 * i, ORDER, lanes).mul(factor).intoMemorySegment(values, 4 * i, ORDER, lanes);
        }
    }

    static void clip(MemorySegment values, long from, long to, float limit) {
        for (long i = from; i < to; i += LENGTH) {
            VectorMask<Float> lanes = FLOATS.indexInRange(i, to);
            fromMemorySegment(FLOATS, values, 4 * i, ORDER, lanes).max(-limit).min(limit).intoMemorySegment(values, 4 * i, ORDER, lanes);
        }
    }

    static void addScaled(MemorySegment target, MemorySegment values, long from, long to, float factor) {
        FloatVector factors = FloatVector.broadcast(FLOATS, factor);
        for (long i = from; i < to; i += LENGTH) {
            VectorMask<Float> lanes = FLOATS.indexInRange(i, to);
            factors.fma(fromMemorySegment(FLOATS, values, 4 * i, ORDER, lanes), fromMemorySegment(FLOATS, target, 4 * i, ORDER, lanes))
                    .intoMemorySegment(target, 4 * i, ORDER, lanes);
        }
    }

    static void addSign(MemorySegment target, MemorySegment values, long from, long to, float factor) {
        ScalarOptimizers.addSign(target, values, from, to, factor);
    }
}
