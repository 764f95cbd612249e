package dev.jacquard.processor.emit.cuda;

import java.util.List;

import dev.jacquard.processor.graph.Node;
import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraph;
import dev.jacquard.processor.graph.Window;

import com.palantir.javapoet.CodeBlock;

/** Convolutions and pools as kernels: products and a thread an element in general, kernels of their own where the window allows it. */
final class WindowKernels {
    /** Up to so many taps, all channels counted, a thread keeps those of its filters in registers. */
    private static final int FEW_TAPS = 32;
    /** Up to so many, those of four filters. */
    private static final int VERY_FEW_TAPS = 16;
    /** Numbers of an image's line that a thread keeps at most while it slides along. */
    private static final int LONGEST_LINE = 64;

    private WindowKernels() {
    }

    static KernelSpec convolution(OpGraph graph, Node node, Op.Convolution op) {
        Window window = op.window();
        long places = (long) window.outputHeight() * window.outputWidth();
        String finish = Operations.finish(op.bias(), op.activation());
        CodeBlock product = Operations.product(places, 0, op.filters(), 0, taps(window));
        String body = hasFewTaps(window) ? "  strip_convolution" + strip(window, op.filters()) + "(y, x, kernel, batch->rows, "
                : "  convolution<" + text(window) + ", " + op.filters() + ">(y, partial, x, kernel, batch->rows, ";
        return new KernelSpec(Operations.withBias(op.bias(), "float* y", "const float* x", "const float* kernel"), operands(graph, node),
                body + finish + ");\n",
                "  finish<" + op.filters() + ">(y, partial, parts, " + Operations.rows(places * op.filters()) + ", " + finish + ");\n",
                work(window, op.filters(), product));
    }

    static KernelSpec inputGradient(OpGraph graph, Node node, Op.ConvolutionInputGradient op) {
        Window window = op.window();
        int channels = window.channels();
        long places = (long) window.height() * window.width();
        return new KernelSpec(List.of("float* dx", "const float* dy", "const float* kernel"), operands(graph, node),
                "  convolution_input_gradient<" + text(window) + ", " + op.filters() + ">(dx, partial, dy, kernel, batch->rows);\n",
                "  finish<" + channels + ">(dx, partial, parts, " + Operations.rows(places * channels) + ", " + Operations.PLAIN + ");\n",
                Operations.product(places, 0, channels, 0, taps(window) / channels * op.filters()));
    }

    static KernelSpec kernelGradient(OpGraph graph, Node node, Op.ConvolutionKernelGradient op) {
        Window window = op.window();
        String template = hasFewTaps(window) ? "strip_kernel_gradient" + strip(window, op.filters())
                : "convolution_kernel_gradient<" + text(window) + ", " + op.filters() + ">";
        return Operations.kernelGradient(graph, node, template, "batch->rows", taps(window), op.filters(), (long) window.outputHeight() * window
                .outputWidth(), product -> work(window, op.filters(), product));
    }

    static KernelSpec maxPool(OpGraph graph, Node node, Window window) {
        return pool(node, window, "max_pool", "", List.of("y", "x"), operands(graph, node));
    }

    static KernelSpec maxPoolGradient(OpGraph graph, Node node, Window window) {
        List<String> operands = operands(graph, node);
        return pool(node, window, "max_pool_gradient", "", List.of("dx", "x", "dy"), List.of(operands.get(0), operands.get(1), operands.get(3)));
    }

    /** Only of windows side by side. */
    static KernelSpec maxPoolReluGradient(OpGraph graph, Node node, Window window) {
        return pool(node, window, "max_pool_gradient", ", true", List.of("dx", "x", "dy"), operands(graph, node));
    }

    static KernelSpec averagePool(OpGraph graph, Node node, Window window) {
        return pool(node, window, "average_pool", "", List.of("y", "x"), operands(graph, node));
    }

    static KernelSpec averagePoolGradient(OpGraph graph, Node node, Window window) {
        return pool(node, window, "average_pool_gradient", "", List.of("dx", "dy"), operands(graph, node));
    }

    private static KernelSpec pool(Node node, Window window, String name, String option, List<String> parameters, List<String> operands) {
        List<String> signature = parameters.stream().map(parameter -> (parameter.equals(parameters.getFirst()) ? "float* " : "const float* ")
                + parameter).toList();
        String body = "  " + (window.tiles() ? "tile_" : "") + name + "<" + text(window) + option + ">(" + String.join(", ", parameters)
                + ", batch->rows);\n";
        return new KernelSpec(signature, operands, body, "", window.tiles() ? CodeBlock.of("new $T.Each($L, 0)", Operations.WORK, tiles(window))
                : Operations.work(node));
    }

    /** Threads for a sample's windows and what is left of one: each has a channel, or four. */
    private static long tiles(Window window) {
        long height = Math.ceilDiv(window.height(), window.size().height());
        long width = Math.ceilDiv(window.width(), window.size().width());
        return height * width * (window.channels() % 4 == 0 ? window.channels() / 4 : window.channels());
    }

    private static List<String> operands(OpGraph graph, Node node) {
        return Operations.operands(graph, node, Operations.operand(graph, node));
    }

    private static CodeBlock work(Window window, int filters, CodeBlock product) {
        return hasFewTaps(window) ? CodeBlock.of("new $T.Strips($L, $L)", Operations.WORK, product, filtersOfThread(window, filters) * placesOfThread(
                window)) : product;
    }

    private static boolean hasFewTaps(Window window) {
        long span = (placesOfThread(window) - 1L) * window.strides().width() + (window.size().width() - 1L) * window.dilation().width() + 1;
        return taps(window) <= FEW_TAPS && span * window.channels() <= LONGEST_LINE;
    }

    private static int filtersOfThread(Window window, int filters) {
        return filters % 4 == 0 && taps(window) <= VERY_FEW_TAPS ? 4 : filters % 2 == 0 ? 2 : 1;
    }

    private static int placesOfThread(Window window) {
        return Math.min(taps(window) <= VERY_FEW_TAPS ? 4 : 2, window.outputWidth());
    }

    private static String strip(Window window, int filters) {
        return "<Strip<" + text(window) + ", " + filters + ", " + filtersOfThread(window, filters) + ", " + placesOfThread(window) + ">>";
    }

    /** Numbers under a window, all channels counted. */
    private static long taps(Window window) {
        return (long) window.size().height() * window.size().width() * window.channels();
    }

    private static String text(Window w) {
        return "Window<" + w.height() + ", " + w.width() + ", " + w.channels() + ", " + w.size().height() + ", " + w.size().width() + ", " + w
                .strides().height() + ", " + w.strides().width() + ", " + w.dilation().height() + ", " + w.dilation().width() + ", " + w.padTop()
                + ", " + w.padLeft() + ", " + w.outputHeight() + ", " + w.outputWidth() + ">";
    }
}
