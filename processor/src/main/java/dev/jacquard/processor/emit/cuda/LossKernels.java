package dev.jacquard.processor.emit.cuda;

import java.util.List;
import java.util.Objects;

import dev.jacquard.model.Loss;
import dev.jacquard.processor.graph.Node;
import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraph;

/** Losses as kernels: the gradient with each row's loss and hit, or these alone. */
final class LossKernels {
    private LossKernels() {
    }

    /** In training: makes the gradient of what it reads. */
    static KernelSpec gradient(OpGraph graph, Node node, Op.LossGradient loss) {
        Node read = graph.node(node.inputs().getFirst());
        boolean fused = loss.fusion() != Op.Fusion.NONE;
        String y = fused ? Operations.operand(graph, Objects.requireNonNull(graph.part(node, 1), node.name())) : "";
        return kernel(graph, read, node, loss.loss(), loss.fusion(), loss.output(), loss.width(), Operations.operand(graph, node), y, loss
                .weight());
    }

    /** In inference: losses only. */
    static KernelSpec value(OpGraph graph, Node node, Op.LossValue loss) {
        Node read = graph.node(node.inputs().getFirst());
        boolean fused = loss.fusion() != Op.Fusion.NONE;
        String y = fused ? Operations.operand(graph, graph.node(node.inputs().getLast())) : "";
        return kernel(graph, read, node, loss.loss(), loss.fusion(), loss.output(), loss.width(), "", y, 0);
    }

    private static KernelSpec kernel(OpGraph graph, Node read, Node node, Loss loss, Op.Fusion fusion, int output, int width, String dx, String y,
            double weight) {
        boolean fused = fusion != Op.Fusion.NONE;
        boolean sparse = loss == Loss.SPARSE_CATEGORICAL_CROSSENTROPY;
        long each = Operations.perSample(read, width);
        String template = switch (loss) {
            case MEAN_SQUARED_ERROR -> "mean_squared_error<" + width + ">";
            case BINARY_CROSSENTROPY -> (fused ? "sigmoid_binary_crossentropy<" : "binary_crossentropy<") + width + ">";
            case CATEGORICAL_CROSSENTROPY, SPARSE_CATEGORICAL_CROSSENTROPY -> softmax(node, fusion, width, sparse);
            case NONE -> throw new IllegalStateException("no loss is nothing to compute");
        };
        String type = sparse ? "const int*" : "const float*";
        String scale = dx.isEmpty() ? "0.f" : ExprText.number(weight) + " / (" + Operations.rows(each) + ")";
        String target = Operations.operand(graph, graph.node(node.inputs().get(1)));
        return new KernelSpec(
                fused ? List.of("float* dx", "float* y", "float* losses", "float* hits", "const float* x", type + " target")
                        : List.of("float* dx", "float* losses", "float* hits", "const float* y", type + " target"),
                fused ? List.of(dx, y, "losses " + output, "hits " + output, Operations.operand(graph, read), target)
                        : List.of(dx, "losses " + output, "hits " + output, Operations.operand(graph, read), target),
                "  " + template + "(dx, " + (fused ? "y, losses, hits, x" : "losses, hits, y") + ", target, " + Operations.rows(each) + ", " + scale
                        + ");\n",
                "", Operations.lines(each));
    }

    /** A loss of a choice between classes always reads what goes into the softmax: CheckLosses asks for one. */
    private static String softmax(Node node, Op.Fusion fusion, int width, boolean sparse) {
        if (fusion != Op.Fusion.SOFTMAX) {
            throw new IllegalStateException(node + " reads probabilities, not what goes into their softmax");
        }
        return "softmax_crossentropy<" + width + ", " + sparse + ">";
    }
}
