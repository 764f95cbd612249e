package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.FLOATS;
import static dev.jacquard.cpu.Lanes.INTS;
import static dev.jacquard.cpu.Lanes.LENGTH;
import static dev.jacquard.cpu.Lanes.ONE;
import static dev.jacquard.cpu.Lanes.ORDER;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/**
 * Functions and sums whose bits never change. The vector operators EXP, LOG and TANH give other last bits when the interpreter runs them than
 * when the compiler has turned them into calls of its library, and reduceLanes adds in an order of its own choice: a training would depend on
 * when code was compiled. These are made of additions, multiplications, fused multiply-adds and divisions only, which are exact everywhere. The
 * polynomials are minimax approximations (Remez's exchange, relative error below 2⁻²⁷ before rounding).
 */
final class VectorMath {
    /** Adding 1.5 · 2²³ leaves no bits for a fraction: the sum's last bits are the nearest integer. */
    private static final float ROUNDING = 12_582_912f;
    private static final FloatVector ROUNDER = FloatVector.broadcast(FLOATS, ROUNDING);
    private static final FloatVector LOG2_E = FloatVector.broadcast(FLOATS, 1.442695041f);
    /** ln 2 in two parts: the nearest float and what is left. */
    private static final FloatVector LN2 = FloatVector.broadcast(FLOATS, 0.693147181f);
    private static final FloatVector MINUS_LN2 = FloatVector.broadcast(FLOATS, -0.693147181f);
    private static final FloatVector LN2_REST = FloatVector.broadcast(FLOATS, -1.9046543e-9f);
    private static final FloatVector MINUS_LN2_REST = FloatVector.broadcast(FLOATS, 1.9046543e-9f);

    // (e^r − 1 − r) / r² for |r| ≤ ln 2 / 2
    private static final FloatVector E0 = FloatVector.broadcast(FLOATS, 0.499999933733f);
    private static final FloatVector E1 = FloatVector.broadcast(FLOATS, 0.166665195239f);
    private static final FloatVector E2 = FloatVector.broadcast(FLOATS, 0.0416684010473f);
    private static final FloatVector E3 = FloatVector.broadcast(FLOATS, 0.00836885108755f);
    private static final FloatVector E4 = FloatVector.broadcast(FLOATS, 0.00138143222528f);

    // (ln((1 + s) / (1 − s)) / s − 2) / s² as a polynomial of s² ≤ 1/9
    private static final FloatVector L0 = FloatVector.broadcast(FLOATS, 0.666664131323f);
    private static final FloatVector L1 = FloatVector.broadcast(FLOATS, 0.400216991014f);
    private static final FloatVector L2 = FloatVector.broadcast(FLOATS, 0.279991403637f);
    private static final FloatVector L3 = FloatVector.broadcast(FLOATS, 0.280244622774f);

    // (tanh(x) / x − 1) / x² as a polynomial of x² ≤ 0.4
    private static final FloatVector T0 = FloatVector.broadcast(FLOATS, -0.333332760585f);
    private static final FloatVector T1 = FloatVector.broadcast(FLOATS, 0.133312744109f);
    private static final FloatVector T2 = FloatVector.broadcast(FLOATS, -0.0537251250102f);
    private static final FloatVector T3 = FloatVector.broadcast(FLOATS, 0.0205898218748f);
    private static final FloatVector T4 = FloatVector.broadcast(FLOATS, -0.00564831188658f);
    private static final float SMALL = 0.625f;

    private static final int SQRT_HALF_BITS = Float.floatToRawIntBits(0.70710677f);
    private static final float SMALLEST_NORMAL = 0x1p-126f;

    private VectorMath() {
    }

    /** Memory for the lanes of one vector. */
    static MemorySegment lanes() {
        return Scratch.floats(Scratch.Slot.LANES, LENGTH);
    }

    /** The sum of the lanes that are in memory, by halves: lane i with lane i + 8, then i + 4, i + 2, i + 1. The memory is used up. */
    static float sum(MemorySegment lanes) {
        for (int half = LENGTH / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                Floats.set(lanes, i, Floats.get(lanes, i) + Floats.get(lanes, i + half));
            }
        }
        return Floats.get(lanes, 0);
    }

    /** r = e^a, for n floats; places in bytes. 0 below −87, where floats begin to lose digits; infinity above 88.72. */
    static void exp(MemorySegment r, long r0, MemorySegment a, long a0, int n) {
        MemorySegment bits = Scratch.floats(Scratch.Slot.BITS, LENGTH);
        for (int i = 0; i < n; i += LENGTH) {
            VectorMask<Float> lanes = FLOATS.indexInRange(i, n);
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER, lanes).max(-87.5f).min(89f);
            FloatVector shifted = v.fma(LOG2_E, ROUNDER);
            FloatVector whole = shifted.sub(ROUNDING);
            FloatVector rest = whole.fma(MINUS_LN2_REST, whole.fma(MINUS_LN2, v));
            FloatVector q = rest.fma(E4, E3).fma(rest, E2).fma(rest, E1).fma(rest, E0);
            FloatVector power = q.fma(rest.mul(rest), rest).add(ONE);
            // 2ⁿ⁻¹ by its exponent's bits, the last bits of the shifted sum, and the other factor 2 behind: n may be 128
            IntVector exponent = ints(shifted, bits).lanewise(LSHL, 23).add(126 << 23);
            power.mul(floats(exponent, bits)).mul(2f).intoMemorySegment(r, r0 + 4L * i, ORDER, lanes);
        }
    }

    /** r = ln a. */
    static void log(MemorySegment r, long r0, MemorySegment a, long a0, int n) {
        MemorySegment bits = Scratch.floats(Scratch.Slot.BITS, LENGTH);
        for (int i = 0; i < n; i += LENGTH) {
            VectorMask<Float> lanes = FLOATS.indexInRange(i, n);
            FloatVector x = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER, lanes);
            VectorMask<Float> tiny = x.compare(LT, SMALLEST_NORMAL);
            FloatVector scaled = x.blend(x.mul(0x1p25f), tiny);
            IntVector digits = ints(scaled, bits).sub(SQRT_HALF_BITS);
            FloatVector exponent = ((FloatVector) digits.lanewise(ASHR, 23).convert(I2F, 0));
            exponent = exponent.blend(exponent.sub(25f), tiny);
            // x = m · 2^exponent with m in [√½, √2)
            FloatVector m = floats(digits.lanewise(AND, 0x7F_FFFF).add(SQRT_HALF_BITS), bits);
            FloatVector s = m.sub(1f).div(m.add(1f));
            FloatVector result = exponent.fma(LN2, exponent.fma(LN2_REST, logOfRatio(s)));
            result = result.blend(Float.NEGATIVE_INFINITY, x.compare(EQ, 0f));
            result = result.blend(Float.POSITIVE_INFINITY, x.compare(EQ, Float.POSITIVE_INFINITY));
            result.blend(Float.NaN, x.compare(LT, 0f).or(x.compare(EQ, x).not())).intoMemorySegment(r, r0 + 4L * i, ORDER, lanes);
        }
    }

    /** ln(1 + x) for x in [0, 1]. */
    static FloatVector log1p(FloatVector x) {
        return logOfRatio(x.div(x.add(2f)));
    }

    /** ln((1 + s) / (1 − s)) for |s| ≤ 1/3. */
    private static FloatVector logOfRatio(FloatVector s) {
        FloatVector z = s.mul(s);
        FloatVector p = z.fma(L3, L2).fma(z, L1).fma(z, L0);
        return p.mul(z).fma(s, s.add(s));
    }

    /** r = tanh a. */
    static void tanh(MemorySegment r, long r0, MemorySegment a, long a0, int n) {
        MemorySegment powers = Scratch.floats(Scratch.Slot.POWERS, BlockMachine.BLOCK);
        for (int i = 0; i < n; i += BlockMachine.BLOCK) {
            int length = Math.min(BlockMachine.BLOCK, n - i);
            doubledMagnitudes(powers, a, a0 + 4L * i, length);
            exp(powers, 0, powers, 0, length);
            tanh(r, r0 + 4L * i, a, a0 + 4L * i, powers, length);
        }
    }

    private static void doubledMagnitudes(MemorySegment r, MemorySegment a, long a0, int n) {
        for (int i = 0; i < n; i += LENGTH) {
            VectorMask<Float> lanes = FLOATS.indexInRange(i, n);
            FloatVector magnitude = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER, lanes).abs();
            magnitude.add(magnitude).intoMemorySegment(r, 4L * i, ORDER, lanes);
        }
    }

    /** From e^2|a|. */
    private static void tanh(MemorySegment r, long r0, MemorySegment a, long a0, MemorySegment powers, int n) {
        for (int i = 0; i < n; i += LENGTH) {
            VectorMask<Float> lanes = FLOATS.indexInRange(i, n);
            FloatVector x = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER, lanes);
            FloatVector z = x.mul(x);
            FloatVector small = z.fma(T4, T3).fma(z, T2).fma(z, T1).fma(z, T0).mul(z).fma(x, x);
            FloatVector large = ONE.sub(ONE.add(1f).div(fromMemorySegment(FLOATS, powers, 4L * i, ORDER, lanes).add(1f)));
            large.blend(large.neg(), x.compare(LT, 0f)).blend(small, x.abs().compare(LT, SMALL)).intoMemorySegment(r, r0 + 4L * i, ORDER, lanes);
        }
    }

    /** r = 1 / (1 + e^−a). */
    static void sigmoid(MemorySegment r, long r0, MemorySegment a, long a0, int n) {
        for (int i = 0; i < n; i += BlockMachine.BLOCK) {
            int length = Math.min(BlockMachine.BLOCK, n - i);
            VectorUnary.negate(r, r0 + 4L * i, a, a0 + 4L * i, length);
            exp(r, r0 + 4L * i, r, r0 + 4L * i, length);
            VectorUnary.offset(1, r, r0 + 4L * i, r, r0 + 4L * i, length);
            VectorUnary.reciprocal(r, r0 + 4L * i, r, r0 + 4L * i, length);
        }
    }

    /**
     * The bits of floats as integers, by way of memory. The Vector API's own reinterpretation is an instruction less once it is compiled, but until
     * then it goes by way of an array, with the methods that read and write vectors everywhere: these would be compiled for arrays as well as for
     * native memory then, with a call for the former that makes the blocks of a product leave their registers.
     */
    private static IntVector ints(FloatVector x, MemorySegment bits) {
        x.intoMemorySegment(bits, 0, ORDER);
        return IntVector.fromMemorySegment(INTS, bits, 0, ORDER);
    }

    /** Integers as the bits of floats. */
    private static FloatVector floats(IntVector x, MemorySegment bits) {
        x.intoMemorySegment(bits, 0, ORDER);
        return FloatVector.fromMemorySegment(FLOATS, bits, 0, ORDER);
    }
}
