package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.FLOATS;
import static dev.jacquard.cpu.Lanes.LENGTH;
import static dev.jacquard.cpu.Lanes.ONE;
import static dev.jacquard.cpu.Lanes.ORDER;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Loops r[i] = op(a[i]) for i in [0, n), one method an operation, so that each stays small enough for the compiler. Places are in bytes. The
 * last elements go through the same vector operations under a mask: an element's bits do not depend on where the loop ended. The longer functions
 * of {@link VectorMath} stand in one place of their loop: a second one for the last elements can be more than C2 inlines, and what is not
 * inlined makes objects.
 */
final class VectorUnary {
    private static final FloatVector ZERO = FloatVector.zero(FLOATS);
    private VectorUnary() {
    }

    static void negate(MemorySegment r, long r0, MemorySegment a, long a0, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER);
            v.neg().intoMemorySegment(r, r0 + 4L * i, ORDER);
        }
        if (i < n) {
            VectorMask<Float> rest = FLOATS.indexInRange(i, n);
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER, rest);
            v.neg().intoMemorySegment(r, r0 + 4L * i, ORDER, rest);
        }
    }

    static void abs(MemorySegment r, long r0, MemorySegment a, long a0, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER);
            v.abs().intoMemorySegment(r, r0 + 4L * i, ORDER);
        }
        if (i < n) {
            VectorMask<Float> rest = FLOATS.indexInRange(i, n);
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER, rest);
            v.abs().intoMemorySegment(r, r0 + 4L * i, ORDER, rest);
        }
    }

    static void square(MemorySegment r, long r0, MemorySegment a, long a0, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER);
            v.mul(v).intoMemorySegment(r, r0 + 4L * i, ORDER);
        }
        if (i < n) {
            VectorMask<Float> rest = FLOATS.indexInRange(i, n);
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER, rest);
            v.mul(v).intoMemorySegment(r, r0 + 4L * i, ORDER, rest);
        }
    }

    static void sqrt(MemorySegment r, long r0, MemorySegment a, long a0, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER);
            v.sqrt().intoMemorySegment(r, r0 + 4L * i, ORDER);
        }
        if (i < n) {
            VectorMask<Float> rest = FLOATS.indexInRange(i, n);
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER, rest);
            v.sqrt().intoMemorySegment(r, r0 + 4L * i, ORDER, rest);
        }
    }

    static void reciprocal(MemorySegment r, long r0, MemorySegment a, long a0, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER);
            ONE.div(v).intoMemorySegment(r, r0 + 4L * i, ORDER);
        }
        if (i < n) {
            VectorMask<Float> rest = FLOATS.indexInRange(i, n);
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER, rest);
            ONE.div(v).intoMemorySegment(r, r0 + 4L * i, ORDER, rest);
        }
    }

    /** As {@code max(a, 0)}: NaN stays NaN, −0 becomes 0. The operation max itself takes three times as many instructions to see to that. */
    static void relu(MemorySegment r, long r0, MemorySegment a, long a0, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER);
            v.blend(ZERO, v.compare(LE, 0f)).intoMemorySegment(r, r0 + 4L * i, ORDER);
        }
        if (i < n) {
            VectorMask<Float> rest = FLOATS.indexInRange(i, n);
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER, rest);
            v.blend(ZERO, v.compare(LE, 0f)).intoMemorySegment(r, r0 + 4L * i, ORDER, rest);
        }
    }

    static void step(MemorySegment r, long r0, MemorySegment a, long a0, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER);
            ZERO.blend(1f, v.compare(GT, 0f)).intoMemorySegment(r, r0 + 4L * i, ORDER);
        }
        if (i < n) {
            VectorMask<Float> rest = FLOATS.indexInRange(i, n);
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER, rest);
            ZERO.blend(1f, v.compare(GT, 0f)).intoMemorySegment(r, r0 + 4L * i, ORDER, rest);
        }
    }

    static void copy(MemorySegment r, long r0, MemorySegment a, long a0, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER);
            v.intoMemorySegment(r, r0 + 4L * i, ORDER);
        }
        if (i < n) {
            VectorMask<Float> rest = FLOATS.indexInRange(i, n);
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER, rest);
            v.intoMemorySegment(r, r0 + 4L * i, ORDER, rest);
        }
    }

    static void leakyRelu(float p, MemorySegment r, long r0, MemorySegment a, long a0, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER);
            v.mul(p).blend(v, v.compare(GT, 0f)).intoMemorySegment(r, r0 + 4L * i, ORDER);
        }
        if (i < n) {
            VectorMask<Float> rest = FLOATS.indexInRange(i, n);
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER, rest);
            v.mul(p).blend(v, v.compare(GT, 0f)).intoMemorySegment(r, r0 + 4L * i, ORDER, rest);
        }
    }

    /** One by one: the vector operation's bits depend on whether it is compiled. */
    static void power(float p, MemorySegment r, long r0, MemorySegment a, long a0, int n) {
        for (int i = 0; i < n; i++) {
            float x = a.get(JAVA_FLOAT, a0 + 4L * i);
            r.set(JAVA_FLOAT, r0 + 4L * i, (float) Math.pow(x, p));
        }
    }

    static void scale(float p, MemorySegment r, long r0, MemorySegment a, long a0, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER);
            v.mul(p).intoMemorySegment(r, r0 + 4L * i, ORDER);
        }
        if (i < n) {
            VectorMask<Float> rest = FLOATS.indexInRange(i, n);
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER, rest);
            v.mul(p).intoMemorySegment(r, r0 + 4L * i, ORDER, rest);
        }
    }

    static void offset(float p, MemorySegment r, long r0, MemorySegment a, long a0, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER);
            v.add(p).intoMemorySegment(r, r0 + 4L * i, ORDER);
        }
        if (i < n) {
            VectorMask<Float> rest = FLOATS.indexInRange(i, n);
            FloatVector v = fromMemorySegment(FLOATS, a, a0 + 4L * i, ORDER, rest);
            v.add(p).intoMemorySegment(r, r0 + 4L * i, ORDER, rest);
        }
    }
}
