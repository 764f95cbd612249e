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
        return !isKernelGradient(kernelGradient) ? null : graph.nodes().stream().filter(node -> node.op() instanceof Op.SumRows
                && readSame(kernelGradient, node) && isGradient(graph, node)).findFirst().orElse(null);
    }

    /** Whether a node is made by the kernel of another one. */
    static boolean comeBesides(OpGraph graph, Node node) {
        return node.op() instanceof Op.SumRows && graph.nodes().stream().anyMatch(other -> isKernelGradient(other) && readSame(other, node)
                && besides(graph, other) == node);
    }

    private static boolean isKernelGradient(Node node) {
        return node.op() instanceof Op.LinearKernelGradient || node.op() instanceof Op.ConvolutionKernelGradient;
    }

    private static boolean readSame(Node kernelGradient, Node sums) {
        return kernelGradient.inputs().get(1).equals(sums.inputs().getFirst());
    }

    /** Whether it has memory of its own to the end of the step, so that it may be made earlier or later. */
    private static boolean isGradient(OpGraph graph, Node node) {
        return Operations.operand(graph, node).startsWith("∂");
    }
}
