package dev.jacquard.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A kernel's parameters in memory that the driver reads at each launch. Written once, changed where they change: a launch allocates nothing.
 */
public final class Arguments {
    private final MemorySegment values;
    private final MemorySegment addresses;

    private Arguments(MemorySegment values, MemorySegment addresses) {
        this.values = values;
        this.addresses = addresses;
    }

    /**
     * Parameters one after another: {@link DeviceMemory}, {@code Long}, {@code Integer}, {@code Float} or {@code Double}.
     *
     * @param arena how long they live
     */
    public static Arguments of(Arena arena, Object... parameters) {
        MemorySegment values = arena.allocate(8L * Math.max(1, parameters.length), 8);
        MemorySegment addresses = arena.allocate(ValueLayout.ADDRESS, Math.max(1, parameters.length));
        for (int i = 0; i < parameters.length; i++) {
            put(values, 8L * i, parameters[i]);
            addresses.setAtIndex(ValueLayout.ADDRESS, i, values.asSlice(8L * i));
        }
        return new Arguments(values, addresses);
    }

    /** One parameter that is a structure, its fields laid out as the device's compiler does. */
    public static Arguments ofStructure(Arena arena, Object... fields) {
        MemorySegment values = structure(arena, fields);
        MemorySegment addresses = arena.allocate(ValueLayout.ADDRESS);
        addresses.set(ValueLayout.ADDRESS, 0, values);
        return new Arguments(values, addresses);
    }

    /** Fields of a structure, or of an array of structures that end where an eight-byte field may start. */
    static MemorySegment structure(Arena arena, Object... fields) {
        MemorySegment values = arena.allocate(8L * fields.length, 8);
        long at = 0;
        for (Object field : fields) {
            long size = field instanceof Integer || field instanceof Float ? 4 : 8;
            at = (at + size - 1) / size * size;
            put(values, at, field);
            at += size;
        }
        return values.asSlice(0, at);
    }

    private static void put(MemorySegment values, long at, Object value) {
        switch (value) {
            case DeviceMemory memory -> values.set(ValueLayout.JAVA_LONG, at, memory.value());
            case Long number -> values.set(ValueLayout.JAVA_LONG, at, number);
            case Integer number -> values.set(ValueLayout.JAVA_INT, at, number);
            case Float number -> values.set(ValueLayout.JAVA_FLOAT, at, number);
            case Double number -> values.set(ValueLayout.JAVA_DOUBLE, at, number);
            default -> throw new IllegalArgumentException("a kernel's parameter cannot be a " + value.getClass().getSimpleName());
        }
    }

    /** The values' memory, for those that change from launch to launch. */
    public MemorySegment values() {
        return values;
    }

    MemorySegment addresses() {
        return addresses;
    }
}
