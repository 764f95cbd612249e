package dev.jacquard.processor.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Collects nodes for a new graph. */
public final class OpGraphBuilder {
    private final List<Node> nodes = new ArrayList<>();
    private final List<Integer> outputs = new ArrayList<>();
    private final Map<Integer, Integer> gradients = new HashMap<>();
    private final List<Integer> effects = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    /** Starts empty. */
    public OpGraphBuilder() {
    }

    /** Starts with what a graph has. */
    public OpGraphBuilder(OpGraph graph) {
        nodes.addAll(graph.nodes());
        outputs.addAll(graph.outputs());
        gradients.putAll(graph.gradients());
        effects.addAll(graph.effects());
        nodes.forEach(node -> names.add(node.name()));
    }

    /** Appends a step on the way to a value. */
    public Node step(String name, Op op, Type type, @Nullable String method, Node... inputs) {
        return append(name, op, type, method, false, inputs);
    }

    /** Appends the value of a method. */
    public Node value(String name, Op op, Type type, @Nullable String method, Node... inputs) {
        return append(name, op, type, method, true, inputs);
    }

    private Node append(String name, Op op, Type type, @Nullable String method, boolean value, Node... inputs) {
        String unique = name;
        for (int number = 2; !names.add(unique); number++) {
            unique = name + number;
        }
        Node node = new Node(nodes.size(), unique, op, List.of(inputs).stream().map(Node::id).toList(), type, method, value);
        nodes.add(node);
        return node;
    }

    /** Declares the next output. */
    public void output(Node node) {
        outputs.add(node.id());
    }

    /** Declares the gradient of a parameter. */
    public void gradient(Node parameter, Node gradient) {
        gradients.put(parameter.id(), gradient.id());
    }

    /** Keeps a node for what it changes. */
    public void effect(Node node) {
        effects.add(node.id());
    }

    /** A node built so far. */
    public Node node(int id) {
        return nodes.get(id);
    }

    /** The graph. */
    public OpGraph build() {
        return new OpGraph(nodes, outputs, gradients, effects);
    }
}
