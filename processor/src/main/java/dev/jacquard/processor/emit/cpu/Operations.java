package dev.jacquard.processor.emit.cpu;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import javax.lang.model.element.Modifier;

import dev.jacquard.model.Loss;
import dev.jacquard.processor.graph.Expr;
import dev.jacquard.processor.graph.Node;
import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraph;
import dev.jacquard.processor.graph.Window;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.TypeSpec;

/** Each operation as a call of the runtime's kernels, a case an operation. */
final class Operations {
    private static final ClassName CONVOLUTION = ClassName.get("dev.jacquard.cpu", "Conv2DShape");
    private static final ClassName POOLING = ClassName.get("dev.jacquard.cpu", "Pool2DShape");

    private final Names names;
    private final Formulas formulas;
    private final Map<CodeBlock, String> shapes = new LinkedHashMap<>();

    Operations(Names names, Formulas formulas) {
        this.names = names;
        this.formulas = formulas;
    }

    /** Declares the shapes of windows. */
    void declare(TypeSpec.Builder type) {
        shapes.forEach((shape, name) -> {
            ClassName of = shape.toString().startsWith("new " + CONVOLUTION) ? CONVOLUTION : POOLING;
            type.addField(FieldSpec.builder(of, name, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL).initializer(shape).build());
        });
    }

    /** The units of work of a whole-batch operation, and how many a thread takes at a time. */
    CodeBlock units(OpGraph graph, Node node) {
        return switch (node.op()) {
            case Op.InPieces parts -> CodeBlock.of("$L, 1", parts.pieces());
            case Op.LinearKernelGradient(int in, int out) -> CodeBlock.of("$L, $L", in, PrepareKernels.grain(in, out));
            case Op.Transpose(int _, int columns) -> CodeBlock.of("$L, $L", columns, multipleOfEight(columns, 8));
            case Op.SumGroups _ -> {
                int size = (int) node.type().shape().size();
                yield CodeBlock.of("$L, $L", size, Math.max(16, Math.ceilDiv(Math.ceilDiv(size, 16), 16) * 16));
            }
            case Op.SumRows(int columns) -> {
                boolean tall = perSample(graph.node(node.inputs().getFirst()), columns) > 1;
                yield CodeBlock.of("$L, $L", columns, tall ? 16 : Math.max(columns, 16));
            }
            case Op.ConvolutionKernelGradient(Window window, int filters) ->
                CodeBlock.of("kernels.conv2dKernelGradientUnits($L), 1", convolution(window, filters, node));
            case Op.FlipKernel(Window window, int filters) -> {
                String shape = convolution(window, filters, node);
                yield CodeBlock.of("$L.flippedRows(), $L", shape, multipleOfEight(window.size().height() * window.size().width() * filters, 4));
            }
            case Op.BatchMoments(int channels) -> CodeBlock.of("$L, 16", channels);
            case Op.NormalizeSums(int channels, double _) -> CodeBlock.of("$L, 16", channels);
            default -> CodeBlock.of("$L, $L", node.type().shape().size(), node.type().shape().size());
        };
    }

    static int multipleOfEight(int count, int parts) {
        return Math.max(8, Math.ceilDiv(Math.ceilDiv(count, parts), 8) * 8);
    }

    /** The call that does an operation for its units, or samples, [from, to). */
    CodeBlock call(OpGraph graph, Node node) {
        List<String> in = node.inputs().stream().map(id -> names.field(graph.node(id))).toList();
        String out = names.field(node);
        return switch (node.op()) {
            case Op.Linear(int width, int units, boolean bias, Expr activation) -> CodeBlock.of("kernels.dense($L, $L, $L, $L, $L, $L, $L, $L, 0)",
                    in.get(0), in.get(1), bias ? in.get(2) : "null", out, range(node, units), width, units, epilogue(activation, node));
            case Op.LinearInputGradient(int width, int units) -> CodeBlock.of("kernels.denseInputGradient($L, $L, $L, $L, $L, $L)", in.get(0),
                    in.get(1), out, range(node, width), width, units);
            case Op.LinearInputGradientParts(int width, int units, int inputs) -> CodeBlock.of(
                    "kernels.denseInputGradientParts($L, $L, $L, from, to, rows, $L, $L, $L)", in.get(0), in.get(1), out, width, units, inputs);
            case Op.LinearKernelGradient(int width, int units) -> CodeBlock.of("kernels.denseKernelGradient($L, $L, $L, from, to, $L, $L, $L)",
                    in.get(0), in.get(1), out, rows(graph.node(node.inputs().getFirst()), width), width, units);
            case Op.Transpose(int rows, int columns) -> CodeBlock.of("kernels.transpose($L, $L, from, to, $L, $L)", in.get(0), out, rows, columns);
            case Op.SumRows(int columns) -> CodeBlock.of("kernels.sumRows($L, $L, from, to, $L, $L)", in.get(0), out,
                    rows(graph.node(node.inputs().getFirst()), columns), columns);
            case Op.Convolution(Window window, int filters, boolean bias, Expr activation) -> CodeBlock.of(
                    "kernels.conv2d($L, $L, $L, $L, from, to, $L, $L, 0)", in.get(0), in.get(1), bias ? in.get(2) : "null", out,
                    convolution(window, filters, node), epilogue(activation, node));
            case Op.ConvolutionInputGradient(Window window, int filters) -> CodeBlock.of("kernels.conv2dInputGradient($L, $L, $L, from, to, $L)",
                    in.get(0), in.get(1), out, convolution(window, filters, node));
            case Op.ConvolutionKernelGradient(Window window, int filters) -> CodeBlock.of(
                    "kernels.conv2dKernelGradient($L, $L, $L, 0, false, 0, rows, from, to, $L)", in.get(0), in.get(1), out,
                    convolution(window, filters,
                            node));
            case Op.OfGroups(Op.ConvolutionKernelGradient(Window window, int filters)) -> {
                String shape = convolution(window, filters, node);
                yield CodeBlock.of("kernels.conv2dKernelGradient($L, $L, $L, $L, from, to, 0, kernels.conv2dKernelGradientUnits($L), $L)",
                        in.get(0), in.get(1), out, ofGroup(node), shape, shape);
            }
            case Op.OfGroups(Op.SumRows(int columns)) -> {
                int each = perSample(graph.node(node.inputs().getFirst()), columns);
                yield CodeBlock.of("kernels.sumSomeRows($L, $L, $L, $L, $L)", in.get(0), out, ofGroup(node), times(each), columns);
            }
            case Op.OfGroups(Op whole) -> throw new IllegalStateException(whole + " is not summed by groups");
            case Op.LinearParts(int width, int units, int inputs) -> CodeBlock.of("kernels.denseParts($L, $L, $L, from, to, rows, $L, $L, $L)",
                    in.get(0), in.get(1), out, width, units, inputs);
            case Op.SumParts(int pieces, int units, boolean bias, Expr activation) -> CodeBlock.of(
                    "kernels.sumParts($L, $L, $L, from, to, $L, $L, $L)", in.get(0), bias ? in.get(1) : "null", out, pieces, units,
                    epilogue(activation, node));
            case Op.SumGroups _ -> CodeBlock.of("kernels.sumRows($L, $L, from, to, groups(), $L)", in.get(0), out, node.type().shape().size());
            case Op.FlipKernel(Window window, int filters) -> CodeBlock.of("kernels.flipKernel($L, $L, from, to, $L)", in.get(0), out,
                    convolution(window, filters, node));
            case Op.Elementwise(Expr expression) -> elementwise(node, expression, in, out);
            case Op.MaxPool(Window window) -> CodeBlock.of("kernels.maxPool($L, $L, from, to, $L)", in.get(0), out, pooling(window, node));
            case Op.MaxPoolGradient(Window window) -> CodeBlock.of("kernels.maxPoolGradient($L, $L, $L, $L, from, to, $L)", in.get(0), in.get(1),
                    in.get(2), out, pooling(window, node));
            case Op.AveragePool(Window window) -> CodeBlock.of("kernels.averagePool($L, $L, from, to, $L)", in.get(0), out, pooling(window, node));
            case Op.AveragePoolGradient(Window window) -> CodeBlock.of("kernels.averagePoolGradient($L, $L, from, to, $L)", in.get(0), out,
                    pooling(window, node));
            case Op.BatchMoments(int channels) -> CodeBlock.of("kernels.batchMoments($L, $L, $L, from, to, $L, $L)", in.get(0), out,
                    part(graph, node), rows(graph.node(node.inputs().getFirst()), channels), channels);
            case Op.Normalize(int channels, double epsilon, boolean scale, boolean center) -> CodeBlock.of(
                    "kernels.normalize($L, $L, $L, $L, $L, $L, $L, $L, $Lf)", in.get(0), in.get(1), in.get(2), scale ? in.get(3) : "null",
                    center ? in.getLast() : "null", out, range(node, channels), channels, (float) epsilon);
            case Op.NormalizeSums(int channels, double epsilon) -> CodeBlock.of(
                    "kernels.batchNormSums($L, $L, $L, $L, $L, $L, from, to, $L, $L, $Lf)", in.get(0), in.get(3), in.get(1), in.get(2),
                    part(graph, node), out, rows(graph.node(node.inputs().getFirst()), channels), channels, (float) epsilon);
            case Op.NormalizeInputGradient(int channels, double epsilon, boolean scale) -> CodeBlock.of(
                    "kernels.batchNormInputGradient($L, $L, $L, $L, $L, $L, $L, $L, $L, $L, $L, $Lf)", in.get(0), in.get(3), in.get(1), in.get(2),
                    scale ? in.get(6) : "null", in.get(5), in.get(4), out, range(node, channels), rows(node, channels), channels, (float) epsilon);
            case Op.UpdateMoving(double momentum) -> CodeBlock.of("kernels.updateMoving($L, $L, $L, from, to)", in.get(0), in.get(1), momentum);
            case Op.Softmax(int width) -> CodeBlock.of("kernels.softmax($L, $L, $L, $L)", in.get(0), out, range(node, width), width);
            case Op.SoftmaxGradient(int width) -> CodeBlock.of("kernels.softmaxGradient($L, $L, $L, $L, $L)", in.get(0), in.get(1), out,
                    range(node, width), width);
            case Op.LossGradient(Loss loss, Op.Fusion fusion, int output, double weight, int width) -> {
                int each = perSample(node, width);
                yield loss(loss, fusion, in, fusion == Op.Fusion.NONE ? "" : part(graph, node), output, out, range(node, width), width,
                        CodeBlock.of("lossScale($L, $L)", weight, each));
            }
            case Op.LossValue(Loss loss, Op.Fusion fusion, int output, int width) -> loss(loss, fusion, in, in.getLast(), output, "null",
                    range(graph.node(node.inputs().getFirst()), width), width, CodeBlock.of("0"));
            case Op.Concatenate concatenate -> concatenate(concatenate, in, out);
            case Op.Slice(int outer, int total, int offset, int width) -> CodeBlock.of("kernels.copyColumns($L, $L, $L, $L, $L, 0, $L, $L)",
                    in.get(0), total, offset, out, width, width, times(outer));
            case Op.Input _, Op.InputRows _, Op.Target _, Op.Parameter _,
                    Op.Part _, Op.View _, Op.MaxPoolReluGradient _ ->
                throw new IllegalStateException(node + " is not executed");
        };
    }

    /** Where a group's part begins. */
    private static String ofGroup(Node node) {
        return node.type().shape().size() + "L * group(from), !startsGroup(from)";
    }

    private CodeBlock elementwise(Node node, Expr expression, List<String> in, String out) {
        int layer = Formulas.dropoutLayer(expression);
        CodeBlock key = layer < 0 ? CodeBlock.of("0") : CodeBlock.of("dropoutKey($L)", layer);
        long size = node.type().shape().size();
        String from = node.type().batched() ? (size == 1 ? "from" : size + "L * from") : "from";
        String to = node.type().batched() ? (size == 1 ? "to" : size + "L * to") : "to";
        String formula = formulas.constant(expression, Names.upper(Names.camel(node.name())) + "_FORMULA");
        return CodeBlock.of("kernels.map($L, $L, $L, $L, $L, $L)", formula, String.join(", ", in), out, from, to, key);
    }

    private static CodeBlock concatenate(Op.Concatenate concatenate, List<String> in, String out) {
        CodeBlock.Builder calls = CodeBlock.builder();
        int offset = 0;
        for (int i = 0; i < in.size(); i++) {
            int width = concatenate.widths().get(i);
            calls.add(i == 0 ? "" : ";\n");
            calls.add("kernels.copyColumns($L, $L, 0, $L, $L, $L, $L, $L)", in.get(i), width, out, concatenate.width(), offset, width,
                    times(concatenate.outer()));
            offset += width;
        }
        return calls.build();
    }

    private static CodeBlock loss(Loss loss, Op.Fusion fusion, List<String> in, String probabilities, int output, String gradient, String range,
            int width, CodeBlock scale) {
        String kernel = switch (loss) {
            case MEAN_SQUARED_ERROR -> "meanSquaredError";
            case BINARY_CROSSENTROPY -> fusion == Op.Fusion.SIGMOID ? "sigmoidBinaryCrossentropy" : "binaryCrossentropy";
            case CATEGORICAL_CROSSENTROPY -> fusion == Op.Fusion.SOFTMAX ? "softmaxCrossentropy" : "crossentropy";
            case SPARSE_CATEGORICAL_CROSSENTROPY -> fusion == Op.Fusion.SOFTMAX ? "softmaxCrossentropySparse" : "crossentropySparse";
            case NONE -> throw new IllegalStateException("no loss is nothing to compute");
        };
        List<String> arguments = new ArrayList<>(List.of(in.get(0), in.get(1)));
        if (fusion != Op.Fusion.NONE) {
            arguments.add(probabilities);
        }
        return CodeBlock.of("kernels.$L($L, losses($L), $L, $L, $L, $L)", kernel, String.join(", ", arguments), output, gradient, range, width,
                scale);
    }

    private String epilogue(Expr activation, Node node) {
        return activation.equals(Expr.IDENTITY) ? "null" : formulas.constant(activation, Names.upper(Names.camel(node.name())) + "_ACTIVATION");
    }

    private String part(OpGraph graph, Node node) {
        return names.field(Objects.requireNonNull(graph.part(node, 1), "part 1 of " + node.name()));
    }

    private static int perSample(Node node, int width) {
        return (int) (node.type().shape().size() / width);
    }

    /** from, to in rows of {@code width} numbers. */
    private static String range(Node node, int width) {
        return times(perSample(node, width));
    }

    private static String times(int each) {
        return each == 1 ? "from, to" : each + " * from, " + each + " * to";
    }

    private static String rows(Node node, int width) {
        int each = perSample(node, width);
        return each == 1 ? "rows" : each + " * rows";
    }

    private String convolution(Window w, int filters, Node node) {
        CodeBlock shape = CodeBlock.of("new $T($L, $L, $L, $L, $L, $L, $L, $L, $L, $L, $L, $L, $L, $L)", CONVOLUTION, w.height(), w.width(),
                w.channels(), filters, w.size().height(), w.size().width(), w.strides().height(), w.strides().width(), w.dilation().height(),
                w.dilation().width(), w.padTop(), w.padBottom(), w.padLeft(), w.padRight());
        return shape(shape, node);
    }

    private String pooling(Window w, Node node) {
        return shape(CodeBlock.of("new $T($L, $L, $L, $L, $L, $L, $L, $L, $L, $L, $L)", POOLING, w.height(), w.width(), w.channels(),
                w.size().height(), w.size().width(), w.strides().height(), w.strides().width(), w.padTop(), w.padBottom(), w.padLeft(), w.padRight()),
                node);
    }

    private String shape(CodeBlock shape, Node node) {
        String layer = node.method() == null ? node.name() : node.method();
        return shapes.computeIfAbsent(shape, _ -> names.allocator().newName(Names.upper(Names.camel(layer)) + "_SHAPE"));
    }
}
