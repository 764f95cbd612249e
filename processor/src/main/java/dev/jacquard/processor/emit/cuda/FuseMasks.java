package dev.jacquard.processor.emit.cuda;

import java.util.ArrayList;
import java.util.List;

import dev.jacquard.processor.graph.Node;
import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraph;
import dev.jacquard.processor.pass.Simplify;

/** A ReLU's mask before the gradient of a pool whose windows lie side by side becomes part of it: the kernel knows the maximum anyway. */
final class FuseMasks {
    private FuseMasks() {
    }

    static OpGraph apply(OpGraph graph) {
        List<List<Integer>> readers = graph.readers();
        List<Node> nodes = new ArrayList<>(graph.nodes());
        for (Node pooling : graph.nodes()) {
            if (pooling.op() instanceof Op.MaxPoolGradient(var window) && window.tiles()) {
                Node mask = graph.node(pooling.inputs().get(2));
                boolean masked = mask.op() instanceof Op.Elementwise(var expression) && expression.equals(Simplify.MASKED)
                        && mask.inputs().get(1).equals(pooling.inputs().get(1)) && readers.get(mask.id()).size() == 1;
                if (masked) {
                    nodes.set(pooling.id(), pooling.withOp(new Op.MaxPoolReluGradient(window), List.of(pooling.inputs().get(0), mask.inputs().get(
                            0))));
                }
            }
        }
        return graph.rebuilt(nodes).pruned();
    }
}
