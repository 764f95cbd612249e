package dev.jacquard.processor.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Operations in an order in which they can be executed.
 *
 * @param nodes     node i has id i
 * @param outputs   the network's results, in their order
 * @param gradients for each trainable parameter (node id) the node that makes its gradient; empty without a backward pass
 * @param effects   nodes that are executed for what they change rather than for their result
 */
public record OpGraph(List<Node> nodes, List<Integer> outputs, Map<Integer, Integer> gradients, List<Integer> effects) {
    /** Keeps its own copies. */
    public OpGraph {
        nodes = List.copyOf(nodes);
        outputs = List.copyOf(outputs);
        gradients = Map.copyOf(gradients);
        effects = List.copyOf(effects);
    }

    /** One node. */
    public Node node(int id) {
        return nodes.get(id);
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
        for (Node node : nodes) {
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
