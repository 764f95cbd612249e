package dev.jacquard.processor.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.jacquard.processor.graph.Expr;
import dev.jacquard.processor.graph.Node;
import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraph;

/**
 * Replaces operations by cheaper ones with the same result.
 * <ul>
 * <li>An output that its own loss computes anyway becomes a part of the loss.</li>
 * <li>A ReLU's gradient behind a max pooling moves before it, where there is less of it: a window's maximum of ReLUs is positive exactly where the
 * gradient passes.</li>
 * </ul>
 */
public final class Simplify {
    /** dy · step(y): the gradient of a ReLU. */
    public static final Expr MASKED = Expr.multiply(new Expr.Operand(0), Expr.apply(Expr.Function.STEP, new Expr.Operand(1)));

    private Simplify() {
    }

    /** The simplified graph. */
    public static OpGraph apply(OpGraph graph) {
        return maskBeforePooling(outputsFromLosses(graph)).pruned();
    }

    private static OpGraph outputsFromLosses(OpGraph graph) {
        Map<Integer, Node> lossOf = new HashMap<>();
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Op.LossGradient(_, Op.Fusion fusion, int output, _, _) && fusion != Op.Fusion.NONE) {
                lossOf.put(graph.outputs().get(output), node);
            }
        }
        if (lossOf.isEmpty()) {
            return graph;
        }
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            Node loss = lossOf.get(node.id());
            nodes.add(loss == null ? node : node.withOp(new Op.Part(1), List.of(loss.id())));
        }
        return graph.rebuilt(Order.topological(nodes));
    }

    private static OpGraph maskBeforePooling(OpGraph graph) {
        List<List<Integer>> readers = graph.readers();
        List<Node> nodes = new ArrayList<>(graph.nodes());
        for (Node mask : graph.nodes()) {
            if (!(mask.op() instanceof Op.Elementwise(Expr e)) || !e.equals(MASKED) || mask.inputs().size() != 2) {
                continue;
            }
            Node pooling = graph.node(mask.inputs().get(0));
            boolean movable = pooling.op() instanceof Op.MaxPoolGradient && pooling.inputs().get(0).equals(mask.inputs().get(1))
                    && readers.get(pooling.id()).size() == 1;
            if (movable) {
                // the mask takes the pooling's place on pooled values, and the pooling the mask's
                Node pooled = graph.node(pooling.inputs().get(1));
                int upstream = pooling.inputs().get(2);
                nodes.set(pooling.id(), new Node(pooling.id(), pooled.name() + ".masked", mask.op(), List.of(upstream, pooled.id()), pooled.type(),
                        pooled.method(), false));
                nodes.set(mask.id(), mask.withOp(pooling.op(), List.of(pooling.inputs().get(0), pooled.id(), pooling.id())));
            }
        }
        return graph.rebuilt(Order.topological(nodes));
    }
}
