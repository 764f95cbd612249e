package dev.jacquard.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import dev.jacquard.network.CounterRandom;

/** Small tensors for tests: made from a hash, so that every run sees the same numbers. */
final class Tensors {
    private Tensors() {
    }

    /** Numbers in [−1, 1). */
    static MemorySegment random(long count, int key) {
        MemorySegment values = zeros(count);
        for (int i = 0; i < count; i++) {
            Floats.set(values, i, 2 * CounterRandom.uniform(key, i) - 1);
        }
        return values;
    }

    /** Numbers in (0, 1]. */
    static MemorySegment positive(long count, int key) {
        MemorySegment values = zeros(count);
        for (int i = 0; i < count; i++) {
            Floats.set(values, i, 1 - CounterRandom.uniform(key, i));
        }
        return values;
    }

    static MemorySegment labels(int count, int classes, int key) {
        MemorySegment values = Arena.ofAuto().allocate(Math.max(4L * count, 4), 64);
        for (int i = 0; i < count; i++) {
            values.setAtIndex(JAVA_INT, i, CounterRandom.below(key, i, classes));
        }
        return values;
    }

    static MemorySegment zeros(long count) {
        return Arena.ofAuto().allocate(Math.max(4 * count, 4), 64);
    }

    static MemorySegment of(float... values) {
        MemorySegment segment = zeros(values.length);
        MemorySegment.copy(values, 0, segment, JAVA_FLOAT, 0, values.length);
        return segment;
    }

    static MemorySegment copy(MemorySegment source) {
        return Arena.ofAuto().allocate(source.byteSize(), 64).copyFrom(source);
    }

    static float[] array(MemorySegment values) {
        return values.toArray(JAVA_FLOAT);
    }

    /** Compares element by element: |a − b| ≤ tolerance · max(1, |b|). */
    static void assertClose(String what, MemorySegment actual, MemorySegment expected, double tolerance) {
        assertThat(actual.byteSize()).isEqualTo(expected.byteSize());
        for (long i = 0; i < expected.byteSize() / 4; i++) {
            float a = Floats.get(actual, i);
            float b = Floats.get(expected, i);
            if (!(Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b))) && Float.compare(a, b) != 0) {
                throw new AssertionError(what + ": element " + i + " is " + a + " and should be " + b);
            }
        }
    }

    static void assertSameBits(String what, MemorySegment actual, MemorySegment expected) {
        if (actual.mismatch(expected) >= 0) {
            long i = actual.mismatch(expected) / 4;
            throw new AssertionError(what + ": element " + i + " is " + Floats.get(actual, i) + " and should be exactly " + Floats.get(expected, i));
        }
    }
}
