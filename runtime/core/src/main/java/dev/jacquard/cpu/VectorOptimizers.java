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

/**
 * Optimizer steps, a vector of parameters at a time; what remains goes through the plain loops, whose operations are the same and in the same
 * order, each rounded on its own: an element's bits do not depend on where a range ended, nor on how far {@link Trials} let the vectors go.
 */
final class VectorOptimizers {
    private static final FloatVector TINY = FloatVector.broadcast(FLOATS, NOT_DENORMAL);

    private static final Trials SGD = new Trials();
    private static final Trials MOMENTUM = new Trials();
    private static final Trials RMS_PROP = new Trials();
    private static final Trials ADAM = new Trials();

    private VectorOptimizers() {
    }

    static void sgd(MemorySegment w, MemorySegment g, long from, long to, float rate, float decay) {
        long i = from;
        long end = SGD.end(from, to);
        long start = SGD.clock();
        for (; i <= end - LENGTH; i += LENGTH) {
            FloatVector weight = fromMemorySegment(FLOATS, w, 4 * i, ORDER);
            FloatVector gradient = fromMemorySegment(FLOATS, g, 4 * i, ORDER);
            weight.sub(weight.mul(decay)).sub(gradient.mul(rate)).intoMemorySegment(w, 4 * i, ORDER);
        }
        SGD.done(start, (i - from) / LENGTH * 4);
        ScalarOptimizers.sgd(w, g, i, to, rate, decay);
    }

    static void momentum(MemorySegment w, MemorySegment g, MemorySegment v, long from, long to, float rate, float momentum, boolean nesterov,
            float decay) {
        long i = from;
        long end = MOMENTUM.end(from, to);
        long start = MOMENTUM.clock();
        for (; i <= end - LENGTH; i += LENGTH) {
            FloatVector weight = fromMemorySegment(FLOATS, w, 4 * i, ORDER);
            FloatVector gradient = fromMemorySegment(FLOATS, g, 4 * i, ORDER).mul(rate);
            FloatVector velocity = fromMemorySegment(FLOATS, v, 4 * i, ORDER).mul(momentum).add(TINY.sub(gradient));
            velocity.intoMemorySegment(v, 4 * i, ORDER);
            FloatVector step = nesterov ? velocity.mul(momentum).sub(gradient) : velocity;
            weight.sub(weight.mul(decay)).add(step).intoMemorySegment(w, 4 * i, ORDER);
        }
        MOMENTUM.done(start, (i - from) / LENGTH * 6);
        ScalarOptimizers.momentum(w, g, v, i, to, rate, momentum, nesterov, decay);
    }

    static void rmsProp(MemorySegment w, MemorySegment g, MemorySegment s, @Nullable MemorySegment a, @Nullable MemorySegment v, long from,
            long to, float rate, double rho, float momentum, float epsilon, float decay) {
        long i = from;
        // The variants with more state are rarer; one loop with all of them would be more than C1 takes.
        if (a == null && v == null) {
            float kept = (float) rho;
            float taken = (float) (1 - rho);
            long end = RMS_PROP.end(from, to);
            long start = RMS_PROP.clock();
            for (; i <= end - LENGTH; i += LENGTH) {
                FloatVector gradient = fromMemorySegment(FLOATS, g, 4 * i, ORDER);
                FloatVector square = fromMemorySegment(FLOATS, s, 4 * i, ORDER).mul(kept).add(gradient.mul(taken).mul(gradient).add(TINY));
                square.intoMemorySegment(s, 4 * i, ORDER);
                FloatVector weight = fromMemorySegment(FLOATS, w, 4 * i, ORDER);
                FloatVector step = gradient.mul(rate).div(square.add(epsilon).sqrt());
                weight.sub(weight.mul(decay)).sub(step).intoMemorySegment(w, 4 * i, ORDER);
            }
            RMS_PROP.done(start, (i - from) / LENGTH * 12);
        }
        ScalarOptimizers.rmsProp(w, g, s, a, v, i, to, rate, rho, momentum, epsilon, decay);
    }

    static void adam(MemorySegment w, MemorySegment g, MemorySegment m, MemorySegment v, @Nullable MemorySegment h, long from, long to, float rate,
            double beta1, double beta2, float epsilon, float decay) {
        long i = from;
        if (h == null) {
            float kept1 = (float) beta1;
            float kept2 = (float) beta2;
            float taken1 = (float) (1 - beta1);
            float taken2 = (float) (1 - beta2);
            long end = ADAM.end(from, to);
            long start = ADAM.clock();
            for (; i <= end - LENGTH; i += LENGTH) {
                FloatVector gradient = fromMemorySegment(FLOATS, g, 4 * i, ORDER);
                FloatVector mean = fromMemorySegment(FLOATS, m, 4 * i, ORDER).mul(kept1).add(gradient.mul(taken1).add(TINY));
                FloatVector square = fromMemorySegment(FLOATS, v, 4 * i, ORDER).mul(kept2).add(gradient.mul(taken2).mul(gradient).add(TINY));
                mean.intoMemorySegment(m, 4 * i, ORDER);
                square.intoMemorySegment(v, 4 * i, ORDER);
                FloatVector weight = fromMemorySegment(FLOATS, w, 4 * i, ORDER);
                FloatVector step = mean.mul(rate).div(square.sqrt().add(epsilon));
                weight.sub(weight.mul(decay)).sub(step).intoMemorySegment(w, 4 * i, ORDER);
            }
            ADAM.done(start, (i - from) / LENGTH * 12);
        }
        ScalarOptimizers.adam(w, g, m, v, h, i, to, rate, beta1, beta2, epsilon, decay);
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
