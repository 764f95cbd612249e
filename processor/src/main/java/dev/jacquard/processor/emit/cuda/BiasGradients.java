package dev.jacquard.processor.emit.cuda;

import dev.jacquard.processor.graph.Node;
import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraph;

import org.jspecify.annotations.Nullable;

/** Gradients of biases that come with those of their kernels: both read the same errors. */
final class BiasGradients {
    private BiasGradients() {
    }

    /** The sums of columns that the kernel of a kernel's gradient makes as well; null where there are none. */
    static @Nullable Node besides(OpGraph graph, Node kernelGradient) {
        if (!(kernelGradient.op() instanceof Op.LinearKernelGradient || kernelGradient.op() instanceof Op.ConvolutionKernelGradient)) {
            return null;
        }
        int errors = kernelGradient.inputs().get(1);
        return graph.nodes().stream().filter(node -> node.op() instanceof Op.SumRows && node.inputs().getFirst() == errors && isGradient(graph, node))
                .findFirst().orElse(null);
    }

    /** Whether a node is made by the kernel of another one. */
    static boolean comeBesides(OpGraph graph, Node node) {
        return node.op() instanceof Op.SumRows && graph.nodes().stream().anyMatch(other -> besides(graph, other) == node);
    }

    /** Whether it has memory of its own to the end of the step, so that it may be made earlier or later. */
    private static boolean isGradient(OpGraph graph, Node node) {
        return Operations.operand(graph, node).startsWith("∂");
    }
}
