package dev.jacquard.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/** Single elements of a tensor. */
final class Floats {
    private Floats() {
    }

    static float get(MemorySegment values, long index) {
        return values.get(JAVA_FLOAT, index << 2);
    }

    static void set(MemorySegment values, long index, float value) {
        values.set(JAVA_FLOAT, index << 2, value);
    }

    static void add(MemorySegment values, long index, float value) {
        set(values, index, get(values, index) + value);
    }

    static int label(MemorySegment values, long index) {
        return values.get(JAVA_INT, index << 2);
    }
}
