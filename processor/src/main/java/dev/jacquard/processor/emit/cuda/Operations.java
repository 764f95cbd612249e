package dev.jacquard.processor.emit.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

import dev.jacquard.processor.graph.Expr;
import dev.jacquard.processor.graph.Node;
import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraph;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;

/** Each operation as a kernel made from the runtime's templates, a case an operation. */
final class Operations {
    static final ClassName WORK = ClassName.get("dev.jacquard.cuda", "Work");
    static final String PLAIN = "[](float sum, int) { return sum; }";

    private Operations() {
    }

    /** What an operand is called: its value's name, its parameter's, or with a ∂ in front the parameter whose gradient it is. */
    static String operand(OpGraph graph, Node node) {
        Node storage = graph.storage(node);
        if (storage.type().batched()) {
            return storage.name();
        }
        Node parameter = graph.parameter(storage) == null ? graph.parameter(node) : graph.parameter(storage);
        return parameter == null ? storage.name() : "∂" + parameter.name();
    }

    private static String in(OpGraph graph, Node node, int index) {
        return operand(graph, graph.node(node.inputs().get(index)));
    }

    private static String part(OpGraph graph, Node node) {
        return operand(graph, Objects.requireNonNull(graph.part(node, 1), "part 1 of " + node.name()));
    }

    /** The kernel of an operation that is executed. */
    static KernelSpec kernel(OpGraph graph, Node node) {
        String out = operand(graph, node);
        return switch (node.op()) {
            case Op.Linear(int width, int units, boolean bias, Expr activation) -> {
                long each = perSample(node, units);
                String shape = "<" + width + ", " + units + ">";
                String finish = finish(bias, activation);
                yield new KernelSpec(withBias(bias, "float* y", "const float* x", "const float* kernel"), operands(graph, node, out),
                        "  linear" + shape + "(y, partial, x, kernel, " + rows(each) + ", " + finish + ");\n",
                        "  finish<" + units + ">(y, partial, parts, " + rows(each * units) + ", " + finish + ");\n",
                        product(each, 0, units, 0, width));
            }
            case Op.LinearInputGradient(int width, int units) -> {
                long each = perSample(node, width);
                yield new KernelSpec(List.of("float* dx", "const float* dy", "const float* kernel"), operands(graph, node, out),
                        "  linear_input_gradient<" + width + ", " + units + ">(dx, partial, dy, kernel, " + rows(each) + ");\n",
                        "  finish<" + width + ">(dx, partial, parts, " + rows(each * width) + ", " + PLAIN + ");\n",
                        product(each, 0, width, 0, units));
            }
            case Op.LinearKernelGradient(int width, int units) -> {
                long each = perSample(graph.node(node.inputs().getFirst()), width);
                yield kernelGradient(graph, node, "linear_kernel_gradient<" + width + ", " + units + ">", rows(each), width, units, each,
                        UnaryOperator.identity());
            }
            case Op.SumRows(int columns) -> {
                long each = perSample(graph.node(node.inputs().getFirst()), columns);
                yield new KernelSpec(List.of("float* y", "const float* x"), operands(graph, node, out),
                        "  sum_rows<" + columns + ">(y, partial, x, " + rows(each) + ");\n",
                        "  finish<" + columns + ">(y, partial, parts, " + columns + ", " + PLAIN + ");\n", columns(columns, each, 1));
            }
            case Op.Convolution convolution -> WindowKernels.convolution(graph, node, convolution);
            case Op.ConvolutionInputGradient gradient -> WindowKernels.inputGradient(graph, node, gradient);
            case Op.ConvolutionKernelGradient gradient -> WindowKernels.kernelGradient(graph, node, gradient);
            case Op.Elementwise(Expr expression) -> elementwise(graph, node, expression, out);
            case Op.MaxPool(var window) -> WindowKernels.maxPool(graph, node, window);
            case Op.MaxPoolGradient(var window) -> WindowKernels.maxPoolGradient(graph, node, window);
            case Op.MaxPoolReluGradient(var window) -> WindowKernels.maxPoolReluGradient(graph, node, window);
            case Op.AveragePool(var window) -> WindowKernels.averagePool(graph, node, window);
            case Op.AveragePoolGradient(var window) -> WindowKernels.averagePoolGradient(graph, node, window);
            case Op.BatchMoments(int channels) -> {
                long each = perSample(graph.node(node.inputs().getFirst()), channels);
                yield new KernelSpec(List.of("float* mean", "float* variance", "const float* x"),
                        List.of(out, part(graph, node), in(graph, node, 0)),
                        "  batch_moments<" + channels + ">(mean, variance, partial, x, " + rows(each) + ");\n",
                        "  finish_moments<" + channels + ">(mean, variance, partial, parts, " + rows(each) + ");\n", columns(channels, each, 2));
            }
            case Op.Normalize(int channels, double epsilon, boolean scale, boolean center) ->
                normalize(graph, node, channels, epsilon, scale, center);
            case Op.NormalizeSums(int channels, double epsilon) -> {
                long each = perSample(graph.node(node.inputs().getFirst()), channels);
                List<String> operands = new ArrayList<>(List.of(out, part(graph, node)));
                operands.addAll(operands(graph, node, out).subList(1, 5));
                yield new KernelSpec(List.of("float* shift", "float* scale", "const float* x", "const float* mean", "const float* variance",
                        "const float* dy"), operands,
                        "  normalize_sums<" + channels + ">(shift, scale, partial, x, mean, variance, dy, " + ExprText.number(epsilon) + ", " + rows(
                                each) + ");\n",
                        "  finish_pair<" + channels + ">(shift, scale, partial, parts);\n", columns(channels, each, 2));
            }
            case Op.NormalizeInputGradient(int channels, double epsilon, boolean scale) -> normalizeGradient(graph, node, channels, epsilon, scale);
            case Op.UpdateMoving(double momentum) -> new KernelSpec(List.of("float* moving", "const float* moment"),
                    List.of(in(graph, node, 0), in(graph, node, 1)), "  each(" + node.type().shape().size() + ", [=](u32 i) { moving[i] = " + ExprText
                            .number(momentum) + " * moving[i] + " + ExprText.number(1 - momentum) + " * moment[i]; });\n",
                    "", work(node));
            case Op.Softmax(int width) -> lines(graph, node, out, width, List.of("float* y", "const float* x"),
                    "  softmax<" + width + ">(y, x, ROWS);\n");
            case Op.SoftmaxGradient(int width) -> lines(graph, node, out, width, List.of("float* dx", "const float* y", "const float* dy"),
                    "  softmax_gradient<" + width + ">(dx, y, dy, ROWS);\n");
            case Op.LossGradient loss -> LossKernels.gradient(graph, node, loss);
            case Op.LossValue loss -> LossKernels.value(graph, node, loss);
            case Op.Concatenate concatenate -> concatenate(graph, node, concatenate, out);
            case Op.Slice(int outer, int total, int offset, int width) -> each(graph, node, out, List.of("float* y", "const float* x"),
                    "  copy_columns<" + width + ", " + total + ", " + offset + ", " + width + ", 0>(y, x, " + rows(outer) + ");\n");
            case Op.Input _, Op.InputRows _, Op.Target _, Op.Parameter _,
                    Op.Part _, Op.View _, Op.Transpose _, Op.FlipKernel _, Op.OfGroups _,
                    Op.SumGroups _, Op.LinearParts _, Op.LinearInputGradientParts _, Op.SumParts _ ->
                throw new IllegalStateException(node + " is not executed on a card");
        };
    }

    private static KernelSpec each(OpGraph graph, Node node, String out, List<String> parameters, String body) {
        return new KernelSpec(parameters, operands(graph, node, out), body, "", work(node));
    }

    private static KernelSpec lines(OpGraph graph, Node node, String out, int width, List<String> parameters, String body) {
        long each = perSample(node, width);
        return new KernelSpec(parameters, operands(graph, node, out), body.replace("ROWS", rows(each)), "", lines(each));
    }

    /** A warp a row, so many rows a sample. */
    static CodeBlock lines(long each) {
        return CodeBlock.of("new $T.Rows($L)", WORK, each);
    }

    /**
     * A kernel's gradient (height, width), and that of the bias where it comes with it.
     *
     * @param depth how many products of each row of the batch it adds up
     * @param work  from that of the product
     */
    static KernelSpec kernelGradient(OpGraph graph, Node node, String template, String rows, long height, int width, long depth,
            UnaryOperator<CodeBlock> work) {
        Node sums = BiasGradients.besides(graph, node);
        List<String> parameters = new ArrayList<>(List.of("float* dk", "const float* x", "const float* dy"));
        List<String> operands = new ArrayList<>(operands(graph, node, operand(graph, node)));
        String finish = "  finish<" + width + ">(dk, partial, parts, " + height * width + ", " + PLAIN + ");\n";
        if (sums != null) {
            parameters.add("float* db");
            operands.add(operand(graph, sums));
            finish += "  finish<" + width + ">(db, partial + (u64) parts * " + height * width + ", parts, " + width + ", " + PLAIN + ");\n";
        }
        return new KernelSpec(parameters, operands, "  " + template + "(dk, " + (sums == null ? "nullptr" : "db") + ", partial, x, dy, " + rows
                + ");\n", finish, work.apply(CodeBlock.of("new $T.Product(0, $L, $L, $L, 0, $L)", WORK, height, width, depth, sums != null)));
    }

    static List<String> operands(OpGraph graph, Node node, String out) {
        List<String> operands = new ArrayList<>(List.of(out));
        node.inputs().forEach(input -> operands.add(operand(graph, graph.node(input))));
        return operands;
    }

    static List<String> withBias(boolean bias, String... parameters) {
        List<String> all = new ArrayList<>(List.of(parameters));
        if (bias) {
            all.add("const float* bias");
        }
        return all;
    }

    /** From a product's sum to the result. */
    static String finish(boolean bias, Expr activation) {
        if (!bias && activation.equals(Expr.IDENTITY)) {
            return PLAIN;
        }
        if (activation.equals(Expr.IDENTITY)) {
            return "[=](float sum, int column) { return sum + bias[column]; }";
        }
        return "[=](float sum, int" + (bias ? " column" : "") + ") {\n    const float x = sum" + (bias ? " + bias[column]" : "") + ";\n    return "
                + ExprText.of(activation, _ -> "x") + ";\n  }";
    }

    private static KernelSpec elementwise(OpGraph graph, Node node, Expr expression, String out) {
        List<String> parameters = new ArrayList<>(List.of("float* y"));
        for (int i = 0; i < node.inputs().size(); i++) {
            parameters.add("const float* x" + i);
        }
        int layer = ExprText.dropoutLayer(expression);
        String key = layer < 0 ? "" : "  const u32 key = random_key(mix(batch->seed), batch->step, " + layer + ");\n";
        String count = node.type().batched() ? rows(node.type().shape().size()) : Long.toString(node.type().shape().size());
        return new KernelSpec(parameters, operands(graph, node, out),
                key + "  each(" + count + ", [=](u32 i) { y[i] = " + ExprText.of(expression, index -> "x" + index + "[i]") + "; });\n", "", work(
                        node));
    }

    private static KernelSpec normalize(OpGraph graph, Node node, int channels, double epsilon, boolean scale, boolean center) {
        List<String> parameters = new ArrayList<>(List.of("float* y", "const float* x", "const float* mean", "const float* variance"));
        if (scale) {
            parameters.add("const float* gamma");
        }
        if (center) {
            parameters.add("const float* beta");
        }
        String body = "  each(" + rows(node.type().shape().size()) + ", [=](u32 i) {\n    const int c = i % " + channels
                + ";\n    y[i] = (x[i] - mean[c]) / sqrtf(variance[c] + " + ExprText.number(epsilon) + ")" + (scale ? " * gamma[c]" : "") + (center
                        ? " + beta[c]"
                        : "")
                + ";\n  });\n";
        return new KernelSpec(parameters, operands(graph, node, operand(graph, node)), body, "", work(node));
    }

    private static KernelSpec normalizeGradient(OpGraph graph, Node node, int channels, double epsilon, boolean scale) {
        List<String> parameters = new ArrayList<>(List.of("float* dx", "const float* x", "const float* mean", "const float* variance",
                "const float* dy", "const float* shift", "const float* sum"));
        if (scale) {
            parameters.add("const float* gamma");
        }
        String body = "  const float share = 1.f / (" + rows(perSample(node, channels)) + ");\n  each(" + rows(node.type().shape().size())
                + ", [=](u32 i) {\n    const int c = i % " + channels + ";\n    const float inverse = 1.f / sqrtf(variance[c] + " + ExprText.number(
                        epsilon)
                + ");\n    dx[i] = " + (scale ? "gamma[c] * " : "")
                + "inverse * (dy[i] - share * (shift[c] + (x[i] - mean[c]) * inverse * sum[c]));\n  });\n";
        return new KernelSpec(parameters, operands(graph, node, operand(graph, node)), body, "", work(node));
    }

    private static KernelSpec concatenate(OpGraph graph, Node node, Op.Concatenate concatenate, String out) {
        List<String> parameters = new ArrayList<>(List.of("float* y"));
        StringBuilder body = new StringBuilder();
        int offset = 0;
        for (int i = 0; i < concatenate.widths().size(); i++) {
            int width = concatenate.widths().get(i);
            parameters.add("const float* x" + i);
            body.append("  copy_columns<" + width + ", " + width + ", 0, " + concatenate.width() + ", " + offset + ">(y, x" + i + ", " + rows(
                    concatenate.outer()) + ");\n");
            offset += width;
        }
        return new KernelSpec(parameters, operands(graph, node, out), body.toString(), "", work(node));
    }

    static CodeBlock work(Node node) {
        long size = node.type().shape().size();
        return node.type().batched() ? CodeBlock.of("new $T.Each($L, 0)", WORK, size) : CodeBlock.of("new $T.Each(0, $L)", WORK, size);
    }

    static CodeBlock product(long mPerRow, long m, int n, long kPerRow, long k) {
        return CodeBlock.of("new $T.Product($L, $L, $L, $L, $L)", WORK, mPerRow, m, n, kPerRow, k);
    }

    private static CodeBlock columns(int columns, long each, int sums) {
        return CodeBlock.of("new $T.Columns($L, $L, $L)", WORK, columns, each, sums);
    }

    static long perSample(Node node, int width) {
        return node.type().shape().size() / width;
    }

    /** So many for each row of the batch. */
    static String rows(long each) {
        return each == 1 ? "batch->rows" : each + " * batch->rows";
    }
}
