package dev.jacquard.processor.emit.cpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.jacquard.processor.graph.Expr;
import dev.jacquard.processor.graph.Node;
import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraph;
import dev.jacquard.processor.graph.OpGraphBuilder;
import dev.jacquard.processor.graph.Shape;
import dev.jacquard.processor.graph.Type;
import dev.jacquard.processor.pass.Schedule;

/**
 * The CPU's own pass. Input gradients read their kernel transposed or flipped, once a step, so that every product runs along contiguous rows.
 * Products with large kernels are cut into pieces of the sum, so that a thread meets the same rows of the kernel in every step, here, in the kernel's
 * gradient and in the update: what travels between cores is the sums, not the kernel. An input that only such products read stays in the data set.
 * Gradients that are sums over many places of every sample are
 * summed group by group of samples, by the thread that has these samples in its cache.
 */
final class PrepareKernels {
    /** A kernel up to this many times as large as the values it is computed from is worth a sum for each group. */
    private static final long LARGER = 4;

    /** From this many numbers on a kernel is larger than the activations of a usual batch; a piece of one has at least as many. */
    private static final int LARGE = 1 << 14;
    private static final int MOST_PIECES = 16;

    private PrepareKernels() {
    }

    static OpGraph apply(OpGraph graph) {
        OpGraphBuilder builder = new OpGraphBuilder();
        Map<Integer, Node> renamed = new HashMap<>();
        for (Node node : graph.nodes()) {
            List<Node> inputs = new ArrayList<>(node.inputs().stream().map(renamed::get).toList());
            Op op = node.op();
            if (graph.storage(node).op() instanceof Op.Input(int index) && inPieces(graph, graph.storage(node))) {
                renamed.put(node.id(), node.op() instanceof Op.View ? inputs.getFirst()
                        : builder.step(node.name() + ".rows", new Op.InputRows(index), Type.perSample(Shape.of((int) node.type().shape().size())),
                                node.method()));
                continue;
            }
            switch (op) {
                case Op.LinearInputGradient(int in, int out) when inPieces(in, out) && node.type().shape().size() == in ->
                    op = new Op.LinearInputGradientParts(in, out, grain(in, out));
                case Op.LinearInputGradient(int in, int out) -> inputs.set(1, builder.step(inputs.get(1).name() + ".transposed",
                        new Op.Transpose(in, out), Type.once(Shape.of(out, in)), inputs.get(1).method(), inputs.get(1)));
                case Op.ConvolutionInputGradient(var window, int filters) -> inputs.set(1, builder.step(inputs.get(1).name() + ".flipped",
                        new Op.FlipKernel(window, filters), Type.once(Shape.of(window.size().height(), window.size().width(), filters,
                                window.channels())),
                        inputs.get(1).method(), inputs.get(1)));
                case Op.Linear(int in, int out, boolean bias, Expr activation) when inPieces(node) -> {
                    Op.LinearParts cut = new Op.LinearParts(in, out, grain(in, out));
                    Node parts = builder.step(node.name() + ".parts", cut, Type.perSample(Shape.of(cut.pieces(), out)), node.method(), inputs.get(0),
                            inputs.get(1));
                    inputs = bias ? List.of(parts, inputs.get(2)) : List.of(parts);
                    op = new Op.SumParts(cut.pieces(), out, bias, activation);
                }
                default -> {
                    if (byGroups(graph, node)) {
                        Node groups = builder.step(node.name() + ".of.groups", new Op.OfGroups(op), node.type(), node.method(), inputs.toArray(
                                Node[]::new));
                        inputs = List.of(groups);
                        op = new Op.SumGroups();
                    }
                }
            }
            Node[] reads = inputs.toArray(Node[]::new);
            Node copy = node.value() ? builder.value(node.name(), op, node.type(), node.method(), reads)
                    : builder.step(node.name(), op, node.type(), node.method(), reads);
            renamed.put(node.id(), copy);
        }
        graph.outputs().forEach(id -> builder.output(Objects.requireNonNull(renamed.get(id))));
        graph.gradients().forEach((parameter, gradient) -> builder.gradient(Objects.requireNonNull(renamed.get(parameter)),
                Objects.requireNonNull(renamed.get(gradient))));
        graph.effects().forEach(id -> builder.effect(Objects.requireNonNull(renamed.get(id))));
        return builder.build();
    }

    /** Whether nothing but products in pieces, and the gradients of their kernels, reads an input. */
    private static boolean inPieces(OpGraph graph, Node input) {
        if (graph.outputs().stream().anyMatch(output -> graph.storage(graph.node(output)).equals(input))) {
            return false;
        }
        List<Node> readers = graph.nodes().stream().filter(Schedule::executed)
                .filter(node -> node.inputs().stream().anyMatch(read -> graph.storage(graph.node(read)).equals(input))).toList();
        return readers.stream().anyMatch(PrepareKernels::inPieces) && readers.stream().allMatch(reader -> inPieces(reader)
                || (reader.op() instanceof Op.LinearKernelGradient(int in, _) && in == input.type().shape().size()));
    }

    private static boolean inPieces(Node node) {
        return node.op() instanceof Op.Linear(int in, int out, _, _) && inPieces(in, out) && node.type().shape().size() == out;
    }

    private static boolean inPieces(int in, int out) {
        return (long) in * out >= 2 * LARGE && in >= 2 * out;
    }

    /** The rows of a dense layer's kernel, or of its gradient, that one thread takes at a time. */
    static int grain(int in, int out) {
        if (!inPieces(in, out)) {
            return in * out <= 4096 ? in : Operations.multipleOfEight(in, 16);
        }
        int pieces = 2;
        while (pieces < MOST_PIECES && (long) in * out >= 2L * pieces * LARGE) {
            pieces *= 2;
        }
        return Operations.multipleOfEight(in, pieces);
    }

    private static boolean byGroups(OpGraph graph, Node node) {
        long read = node.inputs().stream().mapToLong(input -> graph.node(input).type().shape().size()).sum();
        return switch (node.op()) {
            case Op.ConvolutionKernelGradient _ -> node.type().shape().size() <= LARGER * read;
            case Op.SumRows(int columns) -> read > columns;
            default -> false;
        };
    }
}
