package dev.jacquard.processor.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    /** Engines run formulas of at most this many operands. */
    private static final int MOST_OPERANDS = 4;

    private Fuse() {
    }

    /**
     * The graph with fused operations.
     *
     * @param keepValues whether every method's value must remain, so that it can be looked at
     */
    public static OpGraph apply(OpGraph graph, boolean keepValues) {
        OpGraph fused = graph;
        for (boolean changed = true; changed;) {
            OpGraph next = once(fused, keepValues);
            changed = next != fused;
            fused = next;
        }
        return fused;
    }

    private static OpGraph once(OpGraph graph, boolean keepValues) {
        List<List<Integer>> readers = graph.readers();
        for (Node node : graph.nodes()) {
            if (!(node.op() instanceof Op.Elementwise(Expr outer))) {
                continue;
            }
            for (int operand = 0; operand < node.inputs().size(); operand++) {
                Node producer = graph.node(node.inputs().get(operand));
                boolean exclusive = readers.get(producer.id()).size() == 1 && !graph.outputs().contains(producer.id())
                        && !graph.gradients().containsValue(producer.id()) && !(keepValues && producer.value());
                if (!exclusive) {
                    continue;
                }
                Node joined = join(node, outer, producer);
                if (joined != null) {
                    return replace(graph, producer, joined);
                }
            }
        }
        return graph;
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
        if (reads.size() > MOST_OPERANDS || (!pure(outer) && !pure(inner))) {
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

    private static OpGraph replace(OpGraph graph, Node producer, Node joined) {
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node.id() != producer.id()) {
                nodes.add(node.id() == joined.id() ? joined : node);
            }
        }
        return graph.rebuilt(nodes);
    }
}
