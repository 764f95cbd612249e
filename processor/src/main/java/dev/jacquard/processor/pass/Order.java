package dev.jacquard.processor.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.jacquard.processor.graph.Node;

/** Puts nodes behind what they read. */
final class Order {
    private Order() {
    }

    /** The nodes with each after its inputs, otherwise as they stood. Inputs refer to the nodes' own ids. */
    static List<Node> topological(List<Node> nodes) {
        Map<Integer, Node> byId = new HashMap<>();
        nodes.forEach(node -> byId.put(node.id(), node));
        List<Node> ordered = new ArrayList<>();
        Set<Integer> done = new HashSet<>();
        nodes.forEach(node -> visit(node, byId, done, ordered));
        return ordered;
    }

    private static void visit(Node node, Map<Integer, Node> byId, Set<Integer> done, List<Node> ordered) {
        if (done.add(node.id())) {
            node.inputs().forEach(input -> visit(Objects.requireNonNull(byId.get(input)), byId, done, ordered));
            ordered.add(node);
        }
    }
}
