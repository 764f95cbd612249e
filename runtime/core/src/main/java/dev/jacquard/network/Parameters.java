package dev.jacquard.network;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** All parameters of a network in one flat, 64-byte aligned arena of host memory. */
public final class Parameters implements AutoCloseable {
    private final Description description;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;

    /** Zeros for every parameter of the description. */
    public Parameters(Description description) {
        this.description = description;
        memory = arena.allocate(Math.max(64, 4 * description.arenaSize()), 64);
    }

    /** What the arena holds. */
    public Description description() {
        return description;
    }

    /** The whole arena: trainable parameters first. */
    public MemorySegment memory() {
        return memory;
    }

    /** The part of the arena that one parameter occupies. */
    public MemorySegment segment(String name) {
        ParameterDescription parameter = description.parameter(name);
        return memory.asSlice(4 * parameter.offset(), 4L * parameter.shape().size());
    }

    /** A copy of one parameter, row-major. */
    public float[] get(String name) {
        return segment(name).toArray(ValueLayout.JAVA_FLOAT);
    }

    /**
     * Replaces one parameter.
     *
     * @throws IllegalArgumentException when the number of values differs
     */
    public void set(String name, float... values) {
        ParameterDescription parameter = description.parameter(name);
        if (values.length != parameter.shape().size()) {
            throw new IllegalArgumentException(name + " is " + parameter.shape() + ", " + parameter.shape().size() + " numbers, but "
                    + values.length + " were given");
        }
        MemorySegment.copy(values, 0, memory, ValueLayout.JAVA_FLOAT, 4 * parameter.offset(), values.length);
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
