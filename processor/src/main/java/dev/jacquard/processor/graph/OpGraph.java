package dev.jacquard.processor.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Operations in an order in which they can be executed. */
public final class OpGraph {
    private final List<Node> nodes;
    private final List<Integer> outputs;
    private final Map<Integer, Integer> gradients;
    private final List<Integer> effects;
    /** By the node that makes a gradient, the parameter. */
    private final Map<Integer, Integer> parameters = new HashMap<>();

    /**
     * Keeps its own copies.
     *
     * @param nodes     node i has id i
     * @param outputs   the network's results, in their order
     * @param gradients for each trainable parameter (node id) the node that makes its gradient; empty without a backward pass
     * @param effects   nodes that are executed for what they change rather than for their result
     */
    public OpGraph(List<Node> nodes, List<Integer> outputs, Map<Integer, Integer> gradients, List<Integer> effects) {
        this.nodes = List.copyOf(nodes);
        this.outputs = List.copyOf(outputs);
        this.gradients = Map.copyOf(gradients);
        this.effects = List.copyOf(effects);
        gradients.forEach((parameter, gradient) -> parameters.put(gradient, parameter));
    }

    /** Node i has id i. */
    public List<Node> nodes() {
        return nodes;
    }

    /** The network's results, in their order. */
    public List<Integer> outputs() {
        return outputs;
    }

    /** For each trainable parameter (node id) the node that makes its gradient; empty without a backward pass. */
    public Map<Integer, Integer> gradients() {
        return gradients;
    }

    /** Nodes that are executed for what they change rather than for their result. */
    public List<Integer> effects() {
        return effects;
    }

    /** One node. */
    public Node node(int id) {
        return nodes.get(id);
    }

    /** The parameter whose gradient a node makes, or null. */
    public @Nullable Node parameter(Node gradient) {
        Integer parameter = parameters.get(gradient.id());
        return parameter == null ? null : node(parameter);
    }

    /** For each node, the ids of those that read it. */
    public List<List<Integer>> readers() {
        List<List<Integer>> readers = new ArrayList<>();
        nodes.forEach(_ -> readers.add(new ArrayList<>()));
        for (Node node : nodes) {
            for (int input : new HashSet<>(node.inputs())) {
                readers.get(input).add(node.id());
            }
        }
        return readers;
    }

    /** The node that owns the memory a node's result lies in: views share the memory of what they show. */
    public Node storage(Node node) {
        Node storage = node;
        while (storage.op() instanceof Op.View) {
            storage = node(storage.inputs().getFirst());
        }
        return storage;
    }

    /** Part {@code index} of a node, or null when nothing reads that part. */
    public @Nullable Node part(Node owner, int index) {
        for (int id = owner.id() + 1; id < nodes.size(); id++) {
            Node node = node(id);
            if (node.op() instanceof Op.Part(int part) && part == index && node.inputs().getFirst() == owner.id()) {
                return node;
            }
        }
        return null;
    }

    /**
     * The same graph with its nodes in another order, or with fewer or other nodes: ids are given anew and all references follow.
     *
     * @param order nodes with their old ids and inputs, each after what it reads
     */
    public OpGraph rebuilt(List<Node> order) {
        Map<Integer, Integer> renamed = new HashMap<>();
        List<Node> rebuilt = new ArrayList<>();
        for (Node node : order) {
            int id = rebuilt.size();
            renamed.put(node.id(), id);
            rebuilt.add(new Node(id, node.name(), node.op(), node.inputs().stream().map(renamed::get).toList(), node.type(), node.method(),
                    node.value()));
        }
        Map<Integer, Integer> renamedGradients = new HashMap<>();
        gradients.forEach((parameter, gradient) -> renamedGradients.put(renamed.get(parameter), renamed.get(gradient)));
        return new OpGraph(rebuilt, outputs.stream().map(renamed::get).toList(), renamedGradients, effects.stream().map(renamed::get).toList());
    }

    /** The same graph without nodes that neither an output, a gradient nor an effect needs; parameters and inputs stay. */
    public OpGraph pruned() {
        Set<Integer> needed = new HashSet<>(outputs);
        needed.addAll(gradients.values());
        needed.addAll(gradients.keySet());
        needed.addAll(effects);
        for (int id = nodes.size() - 1; id >= 0; id--) {
            Node node = node(id);
            if (needed.contains(id) || node.op() instanceof Op.Parameter || node.op() instanceof Op.Input) {
                needed.add(id);
                needed.addAll(node.inputs());
            }
        }
        // an operation makes all its parts, read or not
        nodes.stream().filter(node -> node.op() instanceof Op.Part && needed.contains(node.inputs().getFirst()))
                .forEach(node -> needed.add(node.id()));
        return rebuilt(nodes.stream().filter(node -> needed.contains(node.id())).toList());
    }
}
