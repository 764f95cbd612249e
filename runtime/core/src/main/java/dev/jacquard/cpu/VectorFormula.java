package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.FLOATS;
import static dev.jacquard.cpu.Lanes.INTS;
import static dev.jacquard.cpu.Lanes.LENGTH;
import static dev.jacquard.cpu.Lanes.ORDER;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;

import dev.jacquard.network.CounterRandom;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/** Formulas, one vector operation after the other over a block; operations with the same bits in plain loops go by {@link Trials}. */
final class VectorFormula extends BlockMachine {
    /** Less than any operation takes. */
    private static final long OPERATIONS = 3;
    private static final Map<Op, Trials> TRIALS = new EnumMap<>(Op.class);

    static {
        for (Op op : EnumSet.complementOf(EnumSet.of(Op.EXP, Op.LOG, Op.TANH, Op.SIGMOID, Op.POWER))) {
            TRIALS.put(op, new Trials());
        }
    }

    private final ScalarFormula plain = new ScalarFormula();

    @Override
    void apply(Op op, float p, MemorySegment r, long rAt, MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment c, long cAt,
            int length, int key, int index) {
        Trials trials = TRIALS.get(op);
        if (trials == null) {
            vectors(op, p, r, rAt, a, aAt, b, bAt, c, cAt, length, key, index);
            return;
        }
        int end = (int) trials.end(0, length);
        if (end > 0) {
            long start = trials.clock();
            vectors(op, p, r, rAt, a, aAt, b, bAt, c, cAt, end, key, index);
            trials.done(start, Math.ceilDiv(end, LENGTH) * OPERATIONS);
        }
        if (end < length) {
            plain.apply(op, p, r, rAt + end, a, aAt + end, b, bAt + end, c, cAt + end, length - end, key, index + end);
        }
    }

    static void vectors(Op op, float p, MemorySegment r, long rAt, MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment c, long cAt,
            int length, int key, int index) {
        long r0 = 4 * rAt;
        long a0 = 4 * aAt;
        long b0 = 4 * bAt;
        switch (op) {
            case NEGATE -> VectorUnary.negate(r, r0, a, a0, length);
            case ABS -> VectorUnary.abs(r, r0, a, a0, length);
            case SQUARE -> VectorUnary.square(r, r0, a, a0, length);
            case SQRT -> VectorUnary.sqrt(r, r0, a, a0, length);
            case EXP -> VectorMath.exp(r, r0, a, a0, length);
            case LOG -> VectorMath.log(r, r0, a, a0, length);
            case TANH -> VectorMath.tanh(r, r0, a, a0, length);
            case RECIPROCAL -> VectorUnary.reciprocal(r, r0, a, a0, length);
            case RELU -> VectorUnary.relu(r, r0, a, a0, length);
            case STEP -> VectorUnary.step(r, r0, a, a0, length);
            case COPY -> VectorUnary.copy(r, r0, a, a0, length);
            case SIGMOID -> VectorMath.sigmoid(r, r0, a, a0, length);
            case LEAKY_RELU -> VectorUnary.leakyRelu(p, r, r0, a, a0, length);
            case POWER -> VectorUnary.power(p, r, r0, a, a0, length);
            case SCALE -> VectorUnary.scale(p, r, r0, a, a0, length);
            case OFFSET -> VectorUnary.offset(p, r, r0, a, a0, length);
            case ADD -> VectorBinary.add(r, r0, a, a0, b, b0, length);
            case SUBTRACT -> VectorBinary.subtract(r, r0, a, a0, b, b0, length);
            case MULTIPLY -> VectorBinary.multiply(r, r0, a, a0, b, b0, length);
            case DIVIDE -> VectorBinary.divide(r, r0, a, a0, b, b0, length);
            case MAX -> VectorBinary.max(r, r0, a, a0, b, b0, length);
            case MIN -> VectorBinary.min(r, r0, a, a0, b, b0, length);
            case TIMES_STEP -> VectorBinary.timesStep(r, r0, a, a0, b, b0, length);
            case TIMES_COMPLEMENT -> VectorBinary.timesComplement(r, r0, a, a0, b, b0, length);
            case SELECT -> VectorBinary.select(r, r0, a, a0, b, b0, c, 4 * cAt, length);
            case CONSTANT -> fill(r, r0, p, length);
            case MASK -> mask(r, r0, p, key, index, length);
            case TIMES_MASK -> timesMask(r, r0, a, a0, p, key, index, length);
        }
    }

    private static void fill(MemorySegment r, long r0, float p, int n) {
        FloatVector value = FloatVector.broadcast(FLOATS, p);
        for (int i = 0; i < n; i += LENGTH) {
            value.intoMemorySegment(r, r0 + 4L * i, ORDER, FLOATS.indexInRange(i, n));
        }
    }

    private static void mask(MemorySegment r, long r0, float rate, int key, int index, int n) {
        int threshold = CounterRandom.dropThreshold(rate);
        FloatVector kept = FloatVector.broadcast(FLOATS, CounterRandom.keepScale(rate));
        for (int i = 0; i < n; i += LENGTH) {
            VectorMask<Float> keep = keep(key, index + i, threshold);
            FloatVector.zero(FLOATS).blend(kept, keep).intoMemorySegment(r, r0 + 4L * i, ORDER, FLOATS.indexInRange(i, n));
        }
    }

    private static void timesMask(MemorySegment r, long r0, MemorySegment a, long a0, float rate, int key, int index, int n) {
        int threshold = CounterRandom.dropThreshold(rate);
        float scale = CounterRandom.keepScale(rate);
        for (int i = 0; i < n; i += LENGTH) {
            VectorMask<Float> rest = FLOATS.indexInRange(i, n);
            VectorMask<Float> keep = keep(key, index + i, threshold);
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER, rest).mul(scale);
            FloatVector.zero(FLOATS).blend(v, keep).intoMemorySegment(r, r0 + 4L * i, ORDER, rest);
        }
    }

    /** {@link CounterRandom#bits} for a vector of successive indices, compared with the threshold. */
    private static VectorMask<Float> keep(int key, int index, int threshold) {
        IntVector h = IntVector.broadcast(INTS, index).addIndex(1).mul(0x9E3779B1).add(key);
        h = h.lanewise(XOR, h.lanewise(LSHR, 16)).mul(0x21F0AAAD);
        h = h.lanewise(XOR, h.lanewise(LSHR, 15)).lanewise(XOR, key).mul(0x735A2D97);
        h = h.lanewise(XOR, h.lanewise(LSHR, 15));
        return h.lanewise(LSHR, 8).compare(GE, threshold).cast(FLOATS);
    }
}
