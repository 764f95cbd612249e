package dev.jacquard.processor.pass;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.jacquard.model.Loss;
import dev.jacquard.processor.graph.Expr;
import dev.jacquard.processor.graph.Node;
import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraph;
import dev.jacquard.processor.graph.Shape;
import dev.jacquard.processor.graph.Window;

/** Checks a graph between passes, so that a mistake of the compiler is found where it is made. */
public final class VerifyGraph {
    private VerifyGraph() {
    }

    /**
     * The graph itself.
     *
     * @throws IllegalStateException naming the pass and the node that is wrong
     */
    public static OpGraph after(String pass, OpGraph graph) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < graph.nodes().size(); i++) {
            Node node = graph.node(i);
            int id = i;
            check(node.id() == id, pass, node, "stands at " + id);
            check(names.add(node.name()), pass, node, "has a name twice");
            check(node.inputs().stream().allMatch(input -> input >= 0 && input < id), pass, node, "reads what comes later");
            check(fits(graph, node), pass, node, "does not fit " + node.inputs().stream().map(input -> graph.node(input).type()).toList());
        }
        graph.gradients().forEach((parameter, gradient) -> check(graph.node(parameter).type().equals(graph.node(gradient).type()), pass,
                graph.node(gradient), "is not shaped like its parameter"));
        return graph;
    }

    private static void check(boolean right, String pass, Node node, String what) {
        if (!right) {
            throw new IllegalStateException("after " + pass + ": " + node + " " + what);
        }
    }

    private static boolean fits(OpGraph graph, Node node) {
        Shape out = node.type().shape();
        List<Shape> in = node.inputs().stream().map(input -> graph.node(input).type().shape()).toList();
        return switch (node.op()) {
            case Op.Input _, Op.InputRows _, Op.Target _, Op.Parameter _ -> in.isEmpty();
            case Op.Part(int index) -> index >= 1 && in.equals(List.of(out));
            case Op.Linear(int width, int units, boolean bias, Expr _) -> in.size() == (bias ? 3 : 2) && in.get(0).last() == width
                    && in.get(1).equals(Shape.of(width, units)) && out.last() == units && in.get(0).size() / width == out.size() / units;
            case Op.LinearInputGradient(int width, int units) -> in.size() == 2 && in.get(0).last() == units && out.last() == width
                    && in.get(1).size() == (long) width * units;
            case Op.LinearInputGradientParts parts -> in.equals(List.of(Shape.of(parts.out()), Shape.of(parts.in(), parts.out())))
                    && out.size() == parts.in();
            case Op.LinearKernelGradient(int width, int units) -> in.size() == 2 && in.get(0).last() == width && in.get(1).last() == units
                    && in.get(0).size() / width == in.get(1).size() / units && out.equals(Shape.of(width, units));
            case Op.Transpose(int rows, int columns) -> in.equals(List.of(Shape.of(rows, columns))) && out.equals(Shape.of(columns, rows));
            case Op.SumRows(int columns) -> in.size() == 1 && in.getFirst().last() == columns && out.equals(Shape.of(columns));
            case Op.Convolution(Window window, int filters, boolean bias, Expr _) -> in.size() == (bias ? 3 : 2)
                    && in.getFirst().equals(image(window)) && out.equals(result(window, filters));
            case Op.ConvolutionInputGradient(Window window, int filters) -> in.size() == 2 && in.getFirst().equals(result(window, filters))
                    && out.equals(image(window));
            case Op.ConvolutionKernelGradient(Window window, int filters) -> in.equals(List.of(image(window), result(window, filters)))
                    && out.size() == (long) window.size().height() * window.size().width() * window.channels() * filters;
            case Op.OfGroups(Op whole) -> fits(graph, node.withOp(whole, node.inputs()));
            case Op.LinearParts parts -> in.size() == 2 && in.get(0).size() == parts.in() && in.get(1).equals(Shape.of(parts.in(), parts.out()))
                    && out.equals(Shape.of(parts.pieces(), parts.out()));
            case Op.SumParts(int pieces, int units, boolean bias, Expr _) -> in.size() == (bias ? 2 : 1)
                    && in.get(0).equals(Shape.of(pieces, units)) && out.size() == units;
            case Op.SumGroups _ -> in.equals(List.of(out));
            case Op.FlipKernel _ -> in.size() == 1 && in.getFirst().size() == out.size();
            case Op.Elementwise(Expr expression) ->
                in.size() <= Sums.MOST_OPERANDS && in.stream().allMatch(shape -> shape.size() == out.size()) && !reads(expression, in.size());
            case Op.View _ -> in.size() == 1 && in.getFirst().size() == out.size();
            case Op.MaxPool(Window window) -> in.equals(List.of(image(window))) && out.equals(result(window, window.channels()));
            case Op.AveragePool(Window window) -> in.equals(List.of(image(window))) && out.equals(result(window, window.channels()));
            case Op.MaxPoolGradient(Window window) -> in.size() == 3 && in.get(2).size() == result(window, window.channels()).size()
                    && out.equals(image(window));
            case Op.MaxPoolReluGradient(Window window) -> in.size() == 2 && in.get(0).equals(image(window))
                    && in.get(1).size() == result(window, window.channels()).size() && out.equals(image(window));
            case Op.AveragePoolGradient(Window window) -> in.size() == 1 && out.equals(image(window));
            case Op.BatchMoments(int channels) -> in.size() == 1 && in.getFirst().last() == channels && out.equals(Shape.of(channels));
            case Op.Normalize(int channels, double _, boolean scale, boolean center) -> in.size() == 3 + (scale ? 1 : 0) + (center ? 1 : 0)
                    && out.last() == channels && out.equals(in.getFirst());
            case Op.NormalizeSums(int channels, double _) -> in.size() == 4 && out.equals(Shape.of(channels));
            case Op.NormalizeInputGradient(int channels, double _, boolean scale) -> in.size() == (scale ? 7 : 6) && out.last() == channels
                    && out.equals(in.get(0)) && out.equals(in.get(3));
            case Op.UpdateMoving _ -> in.equals(List.of(out, out));
            case Op.Softmax(int width) -> in.equals(List.of(out)) && out.last() == width;
            case Op.SoftmaxGradient(int width) -> in.equals(List.of(out, out)) && out.last() == width;
            case Op.LossGradient(Loss loss, _, _, _, int width) -> in.size() == 2 && out.last() == width && in.getFirst().equals(out)
                    && in.get(1).size() == targets(loss, out, width);
            case Op.LossValue(Loss loss, Op.Fusion fusion, _, int width) -> in.size() == (fusion == Op.Fusion.NONE ? 2 : 3)
                    && in.get(1).size() == targets(loss, in.getFirst(), width);
            case Op.Concatenate concatenate ->
                in.stream().map(Shape::size).toList().equals(concatenate.widths().stream().map(width -> (long) concatenate.outer() * width).toList())
                        && out.size() == (long) concatenate.outer() * concatenate.width();
            case Op.Slice(int outer, int total, int offset, int width) -> in.size() == 1 && in.getFirst().size() == (long) outer * total
                    && offset + width <= total && out.size() == (long) outer * width;
        };
    }

    private static long targets(Loss loss, Shape output, int width) {
        return loss == Loss.SPARSE_CATEGORICAL_CROSSENTROPY ? output.size() / width : output.size();
    }

    private static boolean reads(Expr expression, int beyond) {
        return expression instanceof Expr.Operand(int index) ? index >= beyond
                : expression.children().stream().anyMatch(child -> reads(child, beyond));
    }

    private static Shape image(Window window) {
        return Shape.of(window.height(), window.width(), window.channels());
    }

    private static Shape result(Window window, int channels) {
        return Shape.of(window.outputHeight(), window.outputWidth(), channels);
    }
}
