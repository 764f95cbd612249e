package dev.jacquard.processor.emit.cpu;

import java.util.List;

import dev.jacquard.processor.graph.Node;
import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraph;
import dev.jacquard.processor.pass.Schedule;

/** In which portions the operations of a section go through its samples. */
final class SampleParts {
    /** From this many floats on the values of a sample are passed on one by one. */
    private static final int LARGE_SAMPLE = 1024;

    private SampleParts() {
    }

    /** What is done with many samples at a time, and then, if groups of samples are summed, what is done with a group. */
    static List<List<Node>> of(OpGraph graph, Schedule.Section section) {
        List<Node> nodes = section.nodes();
        int first = 0;
        while (first < nodes.size() && !oneByOne(graph, nodes.get(first)) && !(nodes.get(first).op() instanceof Op.OfGroups)) {
            first++;
        }
        boolean groups = nodes.stream().anyMatch(node -> node.op() instanceof Op.OfGroups);
        return groups && first > 0 ? List.of(nodes.subList(0, first), nodes.subList(first, nodes.size())) : List.of(nodes);
    }

    /**
     * Whether a sample's values are so many that they should go through all operations, while they are in a cache, before the next sample's. Products
     * gain more from many samples at a time.
     */
    static boolean oneByOne(OpGraph graph, Node node) {
        long largest = node.type().shape().size();
        for (int input : node.inputs()) {
            largest = graph.node(input).type().batched() ? Math.max(largest, graph.node(input).type().shape().size()) : largest;
        }
        return switch (node.op()) {
            case Op.Input _, Op.Target _, Op.Linear _, Op.SumParts _,
                    Op.LinearInputGradient _ -> false;
            default -> largest >= LARGE_SAMPLE;
        };
    }
}
