package dev.jacquard.cuda;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a program's values live on a card, decided by the compiler: slots in which several values take turns. Built as a constant of a generated
 * class.
 */
public final class DevicePlan {
    private final List<Slot> slots;
    private final Map<String, String> views;

    private record Slot(long floats, boolean perRow, List<String> values) {
    }

    private DevicePlan(List<Slot> slots, Map<String, String> views) {
        this.slots = List.copyOf(slots);
        this.views = new LinkedHashMap<>(views);
    }

    /** An empty plan to add to. */
    public static Builder builder() {
        return new Builder();
    }

    /** The bytes the plan needs for that many rows. */
    public long bytes(int rows) {
        return slots.stream().mapToLong(slot -> aligned(4 * slot.floats * (slot.perRow ? rows : 1))).sum();
    }

    /** The most numbers that a value has for each row. */
    long widest() {
        return slots.stream().filter(Slot::perRow).mapToLong(Slot::floats).max().orElse(0);
    }

    /** The most rows that fit into so many bytes. */
    public int rowsIn(long bytes) {
        long each = slots.stream().filter(Slot::perRow).mapToLong(slot -> 4 * slot.floats).sum();
        long once = bytes(0);
        return each == 0 ? Integer.MAX_VALUE : (int) Math.max(0, Math.min(Integer.MAX_VALUE, (bytes - once) / each));
    }

    /** For each value its distance from the start of the plan's memory, in bytes. */
    Map<String, Long> places(int rows) {
        Map<String, Long> places = new LinkedHashMap<>();
        long at = 0;
        for (Slot slot : slots) {
            for (String value : slot.values) {
                places.put(value, at);
            }
            at += aligned(4 * slot.floats * (slot.perRow ? rows : 1));
        }
        views.forEach((view, of) -> {
            Long place = places.get(of);
            if (place != null) {
                places.put(view, place);
            }
        });
        return places;
    }

    /** Whole lines of the card's cache. */
    private static long aligned(long bytes) {
        return (bytes + 255) / 256 * 256;
    }

    /** Adds slots in any order. */
    public static final class Builder {
        private final List<Slot> slots = new ArrayList<>();
        private final Map<String, String> views = new LinkedHashMap<>();

        private Builder() {
        }

        /** A slot of that many floats for each row, and the values that take turns in it. */
        public Builder perRow(long floats, String... values) {
            slots.add(new Slot(floats, true, List.of(values)));
            return this;
        }

        /** A slot of that many floats whatever the rows, and the values that take turns in it. */
        public Builder once(long floats, String... values) {
            slots.add(new Slot(floats, false, List.of(values)));
            return this;
        }

        /** A value that is another one under another shape, in the same memory. */
        public Builder view(String value, String of) {
            views.put(value, of);
            return this;
        }

        /** The finished plan. */
        public DevicePlan build() {
            return new DevicePlan(slots, views);
        }
    }
}
