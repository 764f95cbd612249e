package dev.jacquard.cpu;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where a program's values live, decided by the compiler: slots in which several values take turns, each as large as its largest tenant. Built as
 * a constant of a generated class and made real for a number of rows by {@link #allocate}.
 */
public final class MemoryPlan {
    private final List<Slot> slots;
    private final int[] viewOf;

    private enum Room {
        ROW, GROUP, BATCH;

        /** How many of them there are among that many rows. */
        int count(int rows) {
            return switch (this) {
                case ROW -> rows;
                case GROUP -> Groups.most(rows);
                case BATCH -> 1;
            };
        }
    }

    private record Slot(long floats, Room room, int[] values) {
        long floats(int rows) {
            return floats * room.count(rows);
        }
    }

    private MemoryPlan(Builder builder) {
        slots = List.copyOf(builder.slots);
        int values = slots.stream().flatMapToInt(slot -> Arrays.stream(slot.values)).max().orElse(-1) + 1;
        values = Math.max(values, builder.views.stream().mapToInt(view -> view[0] + 1).max().orElse(0));
        viewOf = new int[values];
        for (int value = 0; value < values; value++) {
            viewOf[value] = value;
        }
        builder.views.forEach(view -> viewOf[view[0]] = view[1]);
    }

    /** An empty plan to add to. */
    public static Builder builder() {
        return new Builder();
    }

    /** The bytes the plan needs for that many rows, gaps for alignment not counted. */
    public long bytes(int rows) {
        return slots.stream().mapToLong(slot -> Float.BYTES * slot.floats(rows)).sum();
    }

    /**
     * Memory for that many rows, all zero.
     *
     * @throws dev.jacquard.JacquardException when the memory cannot be had
     */
    public Memory allocate(int rows) {
        AlignedMemory blocks = new AlignedMemory();
        try {
            MemorySegment[] segments = new MemorySegment[viewOf.length];
            Arrays.fill(segments, MemorySegment.NULL);
            for (Slot slot : slots) {
                MemorySegment block = blocks.floats(slot.floats(rows));
                for (int value : slot.values) {
                    segments[value] = block;
                }
            }
            for (int value = 0; value < viewOf.length; value++) {
                segments[value] = segments[viewOf[value]];
            }
            return new Memory(blocks, segments, rows);
        } catch (RuntimeException failure) {
            blocks.close();
            throw failure;
        }
    }

    /** Adds slots in any order. */
    public static final class Builder {
        private final List<Slot> slots = new ArrayList<>();
        private final List<int[]> views = new ArrayList<>();

        private Builder() {
        }

        /** A slot of that many floats for each row, and the values that take turns in it. */
        public Builder perRow(long floats, int... values) {
            slots.add(new Slot(floats, Room.ROW, values.clone()));
            return this;
        }

        /** A slot of that many floats for each group of rows, and the values that take turns in it. */
        public Builder perGroup(long floats, int... values) {
            slots.add(new Slot(floats, Room.GROUP, values.clone()));
            return this;
        }

        /** A slot of that many floats whatever the rows, and the values that take turns in it. */
        public Builder once(long floats, int... values) {
            slots.add(new Slot(floats, Room.BATCH, values.clone()));
            return this;
        }

        /** A value that is another one under another shape, in the same memory. */
        public Builder view(int value, int of) {
            views.add(new int[] {value, of});
            return this;
        }

        /** The finished plan. */
        public MemoryPlan build() {
            return new MemoryPlan(this);
        }
    }

    /** A plan made real. */
    public static final class Memory implements AutoCloseable {
        private final AlignedMemory blocks;
        private final MemorySegment[] segments;
        private final int rows;

        private Memory(AlignedMemory blocks, MemorySegment[] segments, int rows) {
            this.blocks = blocks;
            this.segments = segments;
            this.rows = rows;
        }

        /** The memory of a value; a segment of no length for a value that this plan does not have. */
        public MemorySegment at(int value) {
            return value < segments.length ? segments[value] : MemorySegment.NULL;
        }

        /** The rows there is room for. */
        public int rows() {
            return rows;
        }

        @Override
        public void close() {
            blocks.close();
        }
    }
}
