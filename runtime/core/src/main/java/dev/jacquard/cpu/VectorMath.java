package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.FLOATS;
import static dev.jacquard.cpu.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Functions and sums whose bits never change. The vector operators EXP, LOG and TANH give other last bits when the interpreter runs them than
 * when the compiler has turned them into calls of its library, and reduceLanes adds in an order of its own choice: a training would depend on
 * when code was compiled. These are made of additions, multiplications, fused multiply-adds and divisions only, which are exact everywhere. The
 * polynomials are minimax approximations (Remez's exchange, relative error below 2⁻²⁷ before rounding).
 */
final class VectorMath {
    private static final FloatVector ONE = FloatVector.broadcast(FLOATS, 1);
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

    private static final VectorShuffle<Float> SWAP_1 = swap(1);
    private static final VectorShuffle<Float> SWAP_2 = swap(2);
    private static final VectorShuffle<Float> SWAP_4 = swap(4);
    private static final VectorShuffle<Float> SWAP_8 = swap(8);

    private VectorMath() {
    }

    private static VectorShuffle<Float> swap(int distance) {
        return VectorShuffle.fromOp(FLOATS, lane -> (lane ^ distance) % LENGTH);
    }

    /** The sum of all lanes, by halves: lane i with lane i ^ 8, then i ^ 4, i ^ 2, i ^ 1. */
    static float sum(FloatVector v) {
        FloatVector s = v;
        if (LENGTH > 8) {
            s = s.add(s.rearrange(SWAP_8));
        }
        if (LENGTH > 4) {
            s = s.add(s.rearrange(SWAP_4));
        }
        s = s.add(s.rearrange(SWAP_2));
        return s.add(s.rearrange(SWAP_1)).lane(0);
    }

    /** e^x. 0 below −87, where floats begin to lose digits; infinity above 88.72. */
    static FloatVector exp(FloatVector x) {
        FloatVector v = x.max(-87.5f).min(89f);
        FloatVector shifted = v.fma(LOG2_E, ROUNDER);
        FloatVector n = shifted.sub(ROUNDING);
        FloatVector r = n.fma(MINUS_LN2_REST, n.fma(MINUS_LN2, v));
        FloatVector q = r.fma(E4, E3).fma(r, E2).fma(r, E1).fma(r, E0);
        FloatVector power = q.fma(r.mul(r), r).add(ONE);
        // 2ⁿ⁻¹ by its exponent's bits, the last bits of the shifted sum, and the other factor 2 behind: n may be 128
        IntVector exponent = shifted.reinterpretAsInts().lanewise(LSHL, 23).add(126 << 23);
        return power.mul(exponent.reinterpretAsFloats()).mul(2f);
    }

    /** ln x. */
    static FloatVector log(FloatVector x) {
        VectorMask<Float> tiny = x.compare(LT, SMALLEST_NORMAL);
        FloatVector scaled = x.blend(x.mul(0x1p25f), tiny);
        IntVector bits = scaled.reinterpretAsInts().sub(SQRT_HALF_BITS);
        FloatVector exponent = ((FloatVector) bits.lanewise(ASHR, 23).convert(I2F, 0));
        exponent = exponent.blend(exponent.sub(25f), tiny);
        // x = m · 2^exponent with m in [√½, √2)
        FloatVector m = bits.lanewise(AND, 0x7F_FFFF).add(SQRT_HALF_BITS).reinterpretAsFloats();
        FloatVector s = m.sub(1f).div(m.add(1f));
        FloatVector result = exponent.fma(LN2, exponent.fma(LN2_REST, logOfRatio(s)));
        result = result.blend(Float.NEGATIVE_INFINITY, x.compare(EQ, 0f));
        result = result.blend(Float.POSITIVE_INFINITY, x.compare(EQ, Float.POSITIVE_INFINITY));
        return result.blend(Float.NaN, x.compare(LT, 0f).or(x.compare(EQ, x).not()));
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

    /** Hyperbolic tangent. */
    static FloatVector tanh(FloatVector x) {
        FloatVector magnitude = x.abs();
        FloatVector z = x.mul(x);
        FloatVector small = z.fma(T4, T3).fma(z, T2).fma(z, T1).fma(z, T0).mul(z).fma(x, x);
        FloatVector large = ONE.sub(ONE.add(1f).div(exp(magnitude.add(magnitude)).add(1f)));
        return large.blend(large.neg(), x.compare(LT, 0f)).blend(small, magnitude.compare(LT, SMALL));
    }

    /** 1 / (1 + e^−x). */
    static FloatVector sigmoid(FloatVector x) {
        return ONE.div(exp(x.neg()).add(1f));
    }
}
