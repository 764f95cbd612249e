package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.FLOATS;
import static dev.jacquard.cpu.Lanes.LENGTH;
import static dev.jacquard.cpu.Lanes.ONE;
import static dev.jacquard.cpu.Lanes.ORDER;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.GT;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Loops r[i] = op(a[i], b[i]) for i in [0, n), one method an operation, as in {@link VectorUnary}. */
final class VectorBinary {
    private static final FloatVector ZERO = FloatVector.zero(FLOATS);
    private VectorBinary() {
    }

    static void add(MemorySegment r, long r0, MemorySegment a, long a0, MemorySegment b, long b0, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER);
            FloatVector w = fromMemorySegment(FLOATS, b, b0 + 4L * i, ORDER);
            v.add(w).intoMemorySegment(r, r0 + 4L * i, ORDER);
        }
        if (i < n) {
            VectorMask<Float> rest = FLOATS.indexInRange(i, n);
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER, rest);
            FloatVector w = fromMemorySegment(FLOATS, b, b0 + 4L * i, ORDER, rest);
            v.add(w).intoMemorySegment(r, r0 + 4L * i, ORDER, rest);
        }
    }

    static void subtract(MemorySegment r, long r0, MemorySegment a, long a0, MemorySegment b, long b0, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER);
            FloatVector w = fromMemorySegment(FLOATS, b, b0 + 4L * i, ORDER);
            v.sub(w).intoMemorySegment(r, r0 + 4L * i, ORDER);
        }
        if (i < n) {
            VectorMask<Float> rest = FLOATS.indexInRange(i, n);
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER, rest);
            FloatVector w = fromMemorySegment(FLOATS, b, b0 + 4L * i, ORDER, rest);
            v.sub(w).intoMemorySegment(r, r0 + 4L * i, ORDER, rest);
        }
    }

    static void multiply(MemorySegment r, long r0, MemorySegment a, long a0, MemorySegment b, long b0, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER);
            FloatVector w = fromMemorySegment(FLOATS, b, b0 + 4L * i, ORDER);
            v.mul(w).intoMemorySegment(r, r0 + 4L * i, ORDER);
        }
        if (i < n) {
            VectorMask<Float> rest = FLOATS.indexInRange(i, n);
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER, rest);
            FloatVector w = fromMemorySegment(FLOATS, b, b0 + 4L * i, ORDER, rest);
            v.mul(w).intoMemorySegment(r, r0 + 4L * i, ORDER, rest);
        }
    }

    static void divide(MemorySegment r, long r0, MemorySegment a, long a0, MemorySegment b, long b0, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER);
            FloatVector w = fromMemorySegment(FLOATS, b, b0 + 4L * i, ORDER);
            v.div(w).intoMemorySegment(r, r0 + 4L * i, ORDER);
        }
        if (i < n) {
            VectorMask<Float> rest = FLOATS.indexInRange(i, n);
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER, rest);
            FloatVector w = fromMemorySegment(FLOATS, b, b0 + 4L * i, ORDER, rest);
            v.div(w).intoMemorySegment(r, r0 + 4L * i, ORDER, rest);
        }
    }

    static void max(MemorySegment r, long r0, MemorySegment a, long a0, MemorySegment b, long b0, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER);
            FloatVector w = fromMemorySegment(FLOATS, b, b0 + 4L * i, ORDER);
            v.max(w).intoMemorySegment(r, r0 + 4L * i, ORDER);
        }
        if (i < n) {
            VectorMask<Float> rest = FLOATS.indexInRange(i, n);
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER, rest);
            FloatVector w = fromMemorySegment(FLOATS, b, b0 + 4L * i, ORDER, rest);
            v.max(w).intoMemorySegment(r, r0 + 4L * i, ORDER, rest);
        }
    }

    static void min(MemorySegment r, long r0, MemorySegment a, long a0, MemorySegment b, long b0, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER);
            FloatVector w = fromMemorySegment(FLOATS, b, b0 + 4L * i, ORDER);
            v.min(w).intoMemorySegment(r, r0 + 4L * i, ORDER);
        }
        if (i < n) {
            VectorMask<Float> rest = FLOATS.indexInRange(i, n);
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER, rest);
            FloatVector w = fromMemorySegment(FLOATS, b, b0 + 4L * i, ORDER, rest);
            v.min(w).intoMemorySegment(r, r0 + 4L * i, ORDER, rest);
        }
    }

    static void timesStep(MemorySegment r, long r0, MemorySegment a, long a0, MemorySegment b, long b0, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER);
            FloatVector w = fromMemorySegment(FLOATS, b, b0 + 4L * i, ORDER);
            ZERO.blend(v, w.compare(GT, 0f)).intoMemorySegment(r, r0 + 4L * i, ORDER);
        }
        if (i < n) {
            VectorMask<Float> rest = FLOATS.indexInRange(i, n);
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER, rest);
            FloatVector w = fromMemorySegment(FLOATS, b, b0 + 4L * i, ORDER, rest);
            ZERO.blend(v, w.compare(GT, 0f)).intoMemorySegment(r, r0 + 4L * i, ORDER, rest);
        }
    }

    static void timesComplement(MemorySegment r, long r0, MemorySegment a, long a0, MemorySegment b, long b0, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER);
            FloatVector w = fromMemorySegment(FLOATS, b, b0 + 4L * i, ORDER);
            v.mul(ONE.sub(w)).intoMemorySegment(r, r0 + 4L * i, ORDER);
        }
        if (i < n) {
            VectorMask<Float> rest = FLOATS.indexInRange(i, n);
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER, rest);
            FloatVector w = fromMemorySegment(FLOATS, b, b0 + 4L * i, ORDER, rest);
            v.mul(ONE.sub(w)).intoMemorySegment(r, r0 + 4L * i, ORDER, rest);
        }
    }

    /** b where a &gt; 0, else c. */
    static void select(MemorySegment r, long r0, MemorySegment a, long a0, MemorySegment b, long b0, MemorySegment c, long c0, int n) {
        for (int i = 0; i < n; i += LENGTH) {
            VectorMask<Float> rest = FLOATS.indexInRange(i, n);
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER, rest);
            FloatVector w = fromMemorySegment(FLOATS, b, b0 + 4L * i, ORDER, rest);
            FloatVector otherwise = fromMemorySegment(FLOATS, c, c0 + 4L * i, ORDER, rest);
            otherwise.blend(w, v.compare(GT, 0f)).intoMemorySegment(r, r0 + 4L * i, ORDER, rest);
        }
    }
}
