package dev.jacquard.processor.pass;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.jacquard.processor.graph.Expr;
import dev.jacquard.processor.graph.Node;
import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraph;
import dev.jacquard.processor.graph.Simplification;

import org.jspecify.annotations.Nullable;

/**
 * Joins an element-wise operation with the one that makes its operand, when nothing else reads it: an activation becomes the epilogue of its
 * product or convolution, a chain of formulas one formula.
 */
public final class Fuse {
    private final OpGraph graph;
    private final boolean keepValues;
    /** By id; null where a node has become a part of its reader. */
    private final @Nullable Node[] nodes;
    private final List<Set<Integer>> readers = new ArrayList<>();

    private Fuse(OpGraph graph, boolean keepValues) {
        this.graph = graph;
        this.keepValues = keepValues;
        nodes = graph.nodes().toArray(Node[]::new);
        graph.readers().forEach(ids -> readers.add(new HashSet<>(ids)));
    }

    /**
     * The graph with fused operations.
     *
     * @param keepValues whether every method's value must remain, so that it can be looked at
     */
    public static OpGraph apply(OpGraph graph, boolean keepValues) {
        return new Fuse(graph, keepValues).fused();
    }

    private OpGraph fused() {
        for (Node node : graph.nodes()) {
            // What stands before a node is fused already, and what it takes into itself it takes from there.
            Node joined = node;
            while (joined != null) {
                joined = withOneOperand(joined);
            }
        }
        return graph.rebuilt(Arrays.stream(nodes).filter(Objects::nonNull).toList());
    }

    /** A node joined with one of those that make its operands, in the graph as well; null where there is none to join. */
    private @Nullable Node withOneOperand(Node node) {
        if (!(node.op() instanceof Op.Elementwise(Expr outer))) {
            return null;
        }
        for (int input : node.inputs()) {
            Node producer = Objects.requireNonNull(nodes[input]);
            Node joined = isExclusive(producer) ? join(node, outer, producer) : null;
            if (joined != null) {
                nodes[producer.id()] = null;
                nodes[node.id()] = joined;
                for (int read : producer.inputs()) {
                    readers.get(read).remove(producer.id());
                    readers.get(read).add(node.id());
                }
                return joined;
            }
        }
        return null;
    }

    private boolean isExclusive(Node producer) {
        return readers.get(producer.id()).size() == 1 && !graph.outputs().contains(producer.id()) && graph.parameter(producer) == null
                && !(keepValues && producer.value());
    }

    private static @Nullable Node join(Node node, Expr outer, Node producer) {
        boolean only = node.inputs().size() == 1;
        return switch (producer.op()) {
            case Op.Linear(int in, int out, boolean bias, Expr e) when only && pure(outer) ->
                node.withOp(new Op.Linear(in, out, bias, outer.substitute(List.of(e))), producer.inputs());
            case Op.Convolution(var window, int filters, boolean bias, Expr e) when only && pure(outer) ->
                node.withOp(new Op.Convolution(window, filters, bias, outer.substitute(List.of(e))), producer.inputs());
            case Op.Elementwise(Expr inner) -> chain(node, outer, producer, inner);
            default -> null;
        };
    }

    /** A formula draws from one random mask at most, and an epilogue from none. */
    private static boolean pure(Expr e) {
        return !(e instanceof Expr.DropoutMask) && e.children().stream().allMatch(Fuse::pure);
    }

    private static @Nullable Node chain(Node node, Expr outer, Node producer, Expr inner) {
        List<Integer> reads = new ArrayList<>();
        Map<Integer, Integer> position = new HashMap<>();
        List<Expr> innerOperands = new ArrayList<>();
        List<Expr> outerOperands = new ArrayList<>();
        for (int i = 0; i < producer.inputs().size(); i++) {
            innerOperands.add(new Expr.Operand(place(producer.inputs().get(i), reads, position)));
        }
        Expr replaced = inner.substitute(innerOperands);
        for (int i = 0; i < node.inputs().size(); i++) {
            boolean is = node.inputs().get(i) == producer.id();
            outerOperands.add(is ? replaced : new Expr.Operand(place(node.inputs().get(i), reads, position)));
        }
        if (reads.size() > Sums.MOST_OPERANDS || (!pure(outer) && !pure(inner))) {
            return null;
        }
        return node.withOp(new Op.Elementwise(Simplification.simplify(outer.substitute(outerOperands))), reads);
    }

    private static int place(int id, List<Integer> reads, Map<Integer, Integer> position) {
        return position.computeIfAbsent(id, key -> {
            reads.add(key);
            return reads.size() - 1;
        });
    }
}
