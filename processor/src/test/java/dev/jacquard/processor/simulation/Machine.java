package dev.jacquard.processor.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import dev.jacquard.processor.graph.Node;
import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraph;
import dev.jacquard.processor.pass.PlanMemory;
import dev.jacquard.processor.pass.Schedule;

/**
 * Executes a graph in double precision, an operation over a range of samples at a time, as engines do. Values live in arrays of their own, or
 * where a memory plan puts them. A group of samples is a single one.
 */
public final class Machine {
    private final OpGraph graph;
    private final int rows;
    private final Map<String, double[]> given;
    private final Map<Integer, double[]> memory = new HashMap<>();
    private final Map<Integer, double[]> losses = new LinkedHashMap<>();
    private double scale = 1;

    /**
     * Every value in an array of its own.
     *
     * @param given parameters, inputs and targets by name; moving averages are changed in place
     */
    public Machine(OpGraph graph, int rows, Map<String, double[]> given) {
        this.graph = graph;
        this.rows = rows;
        this.given = given;
        for (Node node : graph.nodes()) {
            if (!(node.op() instanceof Op.Parameter || node.op() instanceof Op.InputRows || node.op() instanceof Op.View)) {
                memory.put(node.id(), unset(size(node)));
            }
        }
    }

    /** Values where the plan puts them; parameters' gradients have their own places. */
    public Machine(OpGraph graph, int rows, Map<String, double[]> given, PlanMemory.Plan plan) {
        this.graph = graph;
        this.rows = rows;
        this.given = given;
        for (PlanMemory.Slot slot : plan.slots()) {
            double[] block = unset((int) slot.floats() * (slot.perSample() || slot.perGroup() ? rows : 1));
            slot.values().forEach(value -> memory.put(value.id(), block));
        }
        graph.gradients().values().forEach(id -> memory.putIfAbsent(id, unset(size(graph.node(id)))));
    }

    private static double[] unset(int size) {
        double[] values = new double[Math.max(size, 1)];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    private int size(Node node) {
        return (int) node.type().shape().size() * (node.type().batched() || node.op() instanceof Op.OfGroups ? rows : 1);
    }

    /** Runs the operations as they stand. */
    public Machine run() {
        for (Node node : graph.nodes()) {
            if (Schedule.executed(node)) {
                operation().run(node, 0, rows);
            }
        }
        return this;
    }

    /**
     * Runs a schedule as many threads may: in a per-sample section each sample on its own, at any moment; in a whole-batch section the
     * operations in any order.
     */
    public Machine run(Schedule schedule, Random chance) {
        for (Schedule.Section section : schedule.sections()) {
            if (section.perSample()) {
                interleaved(section.nodes(), chance);
            } else {
                List<Node> shuffled = new ArrayList<>(section.nodes());
                java.util.Collections.shuffle(shuffled, chance);
                shuffled.forEach(node -> operation().run(node, 0, rows));
            }
        }
        return this;
    }

    private void interleaved(List<Node> nodes, Random chance) {
        int[] done = new int[rows];
        for (int left = rows * nodes.size(); left > 0; left--) {
            int row = chance.nextInt(rows);
            while (done[row] == nodes.size()) {
                row = (row + 1) % rows;
            }
            operation().run(nodes.get(done[row]++), row, row + 1);
        }
    }

    private Operation operation() {
        return new Operation(this, graph, rows);
    }

    /** The array a value lies in; it may be longer than the value. */
    double[] at(Node node) {
        Node storage = graph.storage(node);
        return switch (storage.op()) {
            case Op.Parameter _, Op.InputRows _ -> given(storage);
            default -> Objects.requireNonNull(memory.get(storage.id()), storage.name());
        };
    }

    double[] given(Node node) {
        String name = node.op() instanceof Op.InputRows ? node.name().replaceFirst("\\.rows$", "") : node.name();
        return Objects.requireNonNull(given.get(name), name);
    }

    double[] losses(int output, int each) {
        return losses.computeIfAbsent(output, _ -> new double[rows * each]);
    }

    /** A copy of a value. */
    public double[] value(Node node) {
        return Arrays.copyOf(at(node), size(node));
    }

    /** Copies of the network's results. */
    public List<double[]> results() {
        return graph.outputs().stream().map(id -> value(graph.node(id))).toList();
    }

    /** Copies of the gradients, by the parameter's name. */
    public Map<String, double[]> gradients() {
        Map<String, double[]> gradients = new LinkedHashMap<>();
        graph.gradients().forEach((parameter, gradient) -> gradients.put(graph.node(parameter).name(), value(graph.node(gradient))));
        return gradients;
    }

    /** The weighted sum of the outputs' mean losses. */
    public double loss() {
        double sum = 0;
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Op.LossGradient(_, _, int output, double weight, _)) {
                sum += weight * Arrays.stream(Objects.requireNonNull(losses.get(output))).average().orElseThrow();
            }
        }
        return sum;
    }

    /** Each output's rows' losses. */
    public Map<Integer, double[]> losses() {
        return losses;
    }
}
