package dev.jacquard.processor.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.jacquard.processor.graph.Derivative;
import dev.jacquard.processor.graph.Expr;
import dev.jacquard.processor.graph.Node;
import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraph;
import dev.jacquard.processor.graph.OpGraphBuilder;
import dev.jacquard.processor.graph.Simplification;
import dev.jacquard.processor.graph.Type;

/**
 * Appends the backward pass: from the losses' gradients back to every trainable parameter (reverse-mode differentiation). The rules stand in
 * {@link #rule}, a case an operation; nothing is computed that no parameter needs.
 */
public final class Differentiate {
    private final OpGraph forward;
    private final OpGraphBuilder graph;
    private final Set<Integer> needed = new HashSet<>();
    private final Map<Integer, List<Node>> contributions = new HashMap<>();

    private Differentiate(OpGraph forward) {
        this.forward = forward;
        graph = new OpGraphBuilder(forward);
    }

    /** The graph with its backward pass. */
    public static OpGraph apply(OpGraph forward) {
        return new Differentiate(forward).differentiate();
    }

    private OpGraph differentiate() {
        for (Node node : forward.nodes()) {
            boolean trainable = node.op() instanceof Op.Parameter(var spec) && spec.trainable();
            if (trainable || node.inputs().stream().anyMatch(needed::contains)) {
                needed.add(node.id());
            }
        }
        for (Node node : forward.nodes()) {
            if (node.op() instanceof Op.LossGradient) {
                contribute(forward.node(node.inputs().getFirst()), node);
            }
        }
        for (int id = forward.nodes().size() - 1; id >= 0; id--) {
            Node node = forward.node(id);
            if (contributions.containsKey(id) && needed.contains(id)) {
                rule(node, total(node));
            }
        }
        return graph.build();
    }

    private void contribute(Node to, Node gradient) {
        contributions.computeIfAbsent(to.id(), _ -> new ArrayList<>()).add(gradient);
    }

    /** The sum of what all readers contributed. */
    private Node total(Node node) {
        List<Node> parts = contributions.getOrDefault(node.id(), List.of());
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        String name = node.name() + ".gradient";
        List<Node> few = Sums.few(graph, name, node.type(), node.method(), parts);
        return graph.step(name, Sums.of(few), node.type(), node.method(), few.toArray(Node[]::new));
    }

    private void rule(Node y, Node dy) {
        switch (y.op()) {
            case Op.Parameter _ -> graph.gradient(y, dy);
            case Op.Linear(int in, int out, boolean bias, Expr _) -> {
                give(y, 0, new Op.LinearInputGradient(in, out), dy, input(y, 1));
                give(y, 1, new Op.LinearKernelGradient(in, out), input(y, 0), dy);
                if (bias) {
                    give(y, 2, new Op.SumRows(out), dy);
                }
            }
            case Op.Convolution(var window, int filters, boolean bias, Expr _) -> {
                give(y, 0, new Op.ConvolutionInputGradient(window, filters), dy, input(y, 1));
                give(y, 1, new Op.ConvolutionKernelGradient(window, filters), input(y, 0), dy);
                if (bias) {
                    give(y, 2, new Op.SumRows(filters), dy);
                }
            }
            case Op.Elementwise(Expr expression) -> elementwise(y, expression, dy);
            case Op.View _ -> give(y, 0, new Op.View(), dy);
            case Op.MaxPool(var window) -> give(y, 0, new Op.MaxPoolGradient(window), input(y, 0), y, dy);
            case Op.AveragePool(var window) -> give(y, 0, new Op.AveragePoolGradient(window), dy);
            case Op.Normalize normalize -> normalize(y, normalize, dy);
            case Op.Softmax(int width) -> give(y, 0, new Op.SoftmaxGradient(width), y, dy);
            case Op.Concatenate(int outer, List<Integer> widths) -> {
                int offset = 0;
                int total = widths.stream().mapToInt(Integer::intValue).sum();
                for (int i = 0; i < widths.size(); i++) {
                    give(y, i, new Op.Slice(outer, total, offset, widths.get(i)), dy);
                    offset += widths.get(i);
                }
            }
            case Op.Input _, Op.InputRows _, Op.Target _, Op.Part _,
                    Op.BatchMoments _, Op.UpdateMoving _, Op.LossGradient _, Op.LossValue _, Op.LinearInputGradient _,
                    Op.LinearKernelGradient _, Op.Transpose _, Op.SumRows _, Op.ConvolutionInputGradient _, Op.ConvolutionKernelGradient _,
                    Op.FlipKernel _, Op.OfGroups _, Op.SumGroups _, Op.LinearParts _, Op.LinearInputGradientParts _,
                    Op.SumParts _, Op.MaxPoolGradient _, Op.MaxPoolReluGradient _, Op.AveragePoolGradient _, Op.NormalizeSums _,
                    Op.NormalizeInputGradient _, Op.SoftmaxGradient _, Op.Slice _ ->
                throw new IllegalStateException("no gradient flows through " + y.op());
        }
    }

    private Node input(Node y, int index) {
        return forward.node(y.inputs().get(index));
    }

    /** Makes the gradient of one input, if a parameter needs it. */
    private void give(Node y, int index, Op op, Node... reads) {
        Node to = input(y, index);
        if (needed.contains(to.id())) {
            contribute(to, graph.step(to.name() + ".gradient", op, to.type(), to.method(), reads));
        }
    }

    /** dy · ∂f/∂xᵢ, reading y itself instead of its arguments wherever the derivative can be written by it. */
    private void elementwise(Node y, Expr expression, Node dy) {
        int arity = y.inputs().size();
        List<Node> operands = new ArrayList<>();
        y.inputs().forEach(id -> operands.add(forward.node(id)));
        operands.add(y);
        operands.add(dy);
        for (int i = 0; i < arity; i++) {
            Expr slope = Derivative.of(expression, i).replace(expression, new Expr.Operand(arity));
            Expr product = Simplification.simplify(Expr.multiply(new Expr.Operand(arity + 1), slope));
            if (product instanceof Expr.Operand) {
                Node to = input(y, i);
                if (needed.contains(to.id())) {
                    contribute(to, dy);
                }
                continue;
            }
            List<Node> read = new ArrayList<>();
            List<Expr> renumbered = new ArrayList<>();
            for (int operand = arity + 1; operand >= 0; operand--) {
                renumbered.addFirst(new Expr.Operand(read.size()));
                if (product.reads(operand)) {
                    read.add(operands.get(operand));
                }
            }
            give(y, i, new Op.Elementwise(product.substitute(renumbered)), read.toArray(Node[]::new));
        }
    }

    private void normalize(Node y, Op.Normalize op, Node dy) {
        Node x = input(y, 0);
        Node mean = input(y, 1);
        Node variance = input(y, 2);
        Type each = mean.type();
        int channels = op.channels();
        Node shift = graph.step(y.name() + ".beta.gradient", new Op.NormalizeSums(channels, op.epsilon()), each, y.method(), x, mean, variance, dy);
        Node factor = graph.step(y.name() + ".gamma.gradient", new Op.Part(1), each, y.method(), shift);
        Op back = new Op.NormalizeInputGradient(channels, op.epsilon(), op.scale());
        if (op.scale()) {
            contribute(input(y, 3), factor);
            give(y, 0, back, x, mean, variance, dy, shift, factor, input(y, 3));
        } else {
            give(y, 0, back, x, mean, variance, dy, shift, factor);
        }
        if (op.center()) {
            contribute(input(y, op.scale() ? 4 : 3), shift);
        }
    }
}
