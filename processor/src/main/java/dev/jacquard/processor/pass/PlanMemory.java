package dev.jacquard.processor.pass;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import dev.jacquard.processor.graph.Node;
import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraph;

import org.jspecify.annotations.Nullable;

/**
 * Gives every value a slot of memory; values that are never alive together take turns in one.
 *
 * A value is alive from its section to its last reader's. Two values may even follow each other inside a per-sample section when a sample of one
 * takes exactly the room of a sample of the other, because then a thread overwrites only samples of its own.
 */
public final class PlanMemory {
    private final Schedule schedule;
    private final OpGraph graph;
    private final Map<Integer, Integer> section = new HashMap<>();
    private final Map<Integer, Integer> position = new HashMap<>();
    private final Map<Integer, Life> lives = new HashMap<>();
    private final Predicate<Op> inPlace;

    private PlanMemory(Schedule schedule, Predicate<Op> inPlace) {
        this.schedule = schedule;
        this.inPlace = inPlace;
        graph = schedule.graph();
    }

    /**
     * Memory for some values that take turns.
     *
     * @param perSample whether the size is that of one sample, or of the whole batch
     * @param floats    32-bit numbers
     * @param values    who lives here, in order of time
     */
    public record Slot(boolean perSample, long floats, List<Node> values) {
        /** Keeps its own copy. */
        public Slot {
            values = List.copyOf(values);
        }

        /** Whether the size is that of one group of samples. */
        public boolean perGroup() {
            return values.getFirst().op() instanceof Op.OfGroups;
        }
    }

    /**
     * The whole plan.
     *
     * @param slots in no particular order
     * @param views nodes that share the memory of another, with that other
     */
    public record Plan(List<Slot> slots, Map<Node, Node> views) {
        /** Bytes for each sample of the batch. */
        public long bytesPerSample() {
            return slots.stream().filter(Slot::perSample).mapToLong(slot -> 4 * slot.floats()).sum();
        }
    }

    /** First and last use, in sections and in operations. A value made in place may begin where a value it is made from ends. */
    private record Life(Node node, boolean inPlace, int firstSection, int lastSection, int first, int last) {
        boolean endsBefore(Life other) {
            return last < other.first || (last == other.first && other.inPlace);
        }
    }

    /**
     * A plan in which memory is used again as soon as it is free.
     *
     * @param inPlace which operations may write their result over what they read of the same size: {@link #elementwise} and what an engine can do
     */
    public static Plan sharing(Schedule schedule, Predicate<Op> inPlace) {
        return new PlanMemory(schedule, inPlace).plan(true);
    }

    /** A plan in which every value keeps its own memory, to be looked at. */
    public static Plan keeping(Schedule schedule) {
        return new PlanMemory(schedule, op -> false).plan(false);
    }

    /** Whether an element of the result takes nothing but the same element of what is as large, or the same row. */
    public static boolean elementwise(Op op) {
        return op instanceof Op.Elementwise || op instanceof Op.Softmax || op instanceof Op.Normalize;
    }

    private Plan plan(boolean share) {
        int operation = 0;
        for (int i = 0; i < schedule.sections().size(); i++) {
            Schedule.Section together = schedule.sections().get(i);
            for (Node node : together.nodes()) {
                section.put(node.id(), i);
                // What is shared out by results runs side by side: nothing there comes before anything else.
                position.put(node.id(), together.perSample() ? operation++ : operation);
            }
            operation++;
        }
        graph.nodes().forEach(this::live);
        List<Slot> slots = new ArrayList<>();
        List<List<Life>> tenants = new ArrayList<>();
        lives.values().stream().sorted(Comparator.comparingLong((Life life) -> -life.node().type().shape().size()).thenComparingInt(Life::first)
                .thenComparingInt(life -> life.node().id())).forEach(life -> {
                    List<Life> home = share ? home(life, tenants) : null;
                    if (home == null) {
                        home = new ArrayList<>();
                        tenants.add(home);
                    }
                    home.add(life);
                });
        for (List<Life> home : tenants) {
            long floats = home.stream().mapToLong(life -> life.node().type().shape().size()).max().orElseThrow();
            List<Node> values = home.stream().sorted(Comparator.comparingInt(Life::first)).map(Life::node).toList();
            slots.add(new Slot(home.getFirst().node().type().batched(), floats, values));
        }
        Map<Node, Node> views = new LinkedHashMap<>();
        graph.nodes().stream().filter(node -> node.op() instanceof Op.View).forEach(node -> views.put(node, graph.storage(node)));
        return new Plan(slots, views);
    }

    private static @Nullable List<Life> home(Life life, List<List<Life>> tenants) {
        for (List<Life> home : tenants) {
            if (home.stream().allMatch(other -> apart(life, other))) {
                return home;
            }
        }
        return null;
    }

    private static boolean apart(Life a, Life b) {
        if (a.node().type().batched() != b.node().type().batched() || ofGroups(a) != ofGroups(b)) {
            return false;
        }
        if (a.lastSection() < b.firstSection() || b.lastSection() < a.firstSection()) {
            return true;
        }
        boolean sameRoom = a.node().type().batched() && a.node().type().shape().size() == b.node().type().shape().size();
        return sameRoom && (a.endsBefore(b) || b.endsBefore(a));
    }

    private static boolean ofGroups(Life life) {
        return life.node().op() instanceof Op.OfGroups;
    }

    /** Every node that has memory of its own: neither parameters and their gradients, nor views, nor what works in place. */
    private void live(Node node) {
        boolean elsewhere = node.op() instanceof Op.Parameter || node.op() instanceof Op.InputRows || node.op() instanceof Op.View
                || node.op() instanceof Op.UpdateMoving
                || node.op() instanceof Op.LossValue || (graph.gradients().containsValue(node.id()) && !node.type().batched());
        if (elsewhere) {
            return;
        }
        Node maker = node.op() instanceof Op.Part ? graph.node(node.inputs().getFirst()) : node;
        int first = at(position, maker);
        int last = first;
        int lastSection = at(section, maker);
        boolean result = node.op() instanceof Op.Target;
        for (Node reader : graph.nodes()) {
            boolean reads = reader.inputs().stream().anyMatch(input -> graph.storage(graph.node(input)).id() == node.id());
            if (reads && Schedule.executed(reader)) {
                last = Math.max(last, at(position, reader));
                lastSection = Math.max(lastSection, at(section, reader));
            }
            result |= graph.outputs().contains(reader.id()) && graph.storage(reader).id() == node.id();
        }
        int end = result ? Integer.MAX_VALUE : last;
        lives.put(node.id(), new Life(node, inPlace.test(node.op()), at(section, maker), result ? Integer.MAX_VALUE : lastSection, first, end));
    }

    private static int at(Map<Integer, Integer> places, Node node) {
        Integer place = places.get(node.id());
        if (place == null) {
            throw new IllegalStateException(node.name() + " is not scheduled");
        }
        return place;
    }
}
