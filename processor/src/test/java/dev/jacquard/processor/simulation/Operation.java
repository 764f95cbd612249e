package dev.jacquard.processor.simulation;

import java.util.List;
import java.util.Objects;

import dev.jacquard.processor.graph.Expr;
import dev.jacquard.processor.graph.Node;
import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraph;
import dev.jacquard.processor.graph.Window;

/** One operation in plain loops, over the samples [from, to). */
final class Operation {
    private final Machine machine;
    private final OpGraph graph;
    private final int batch;

    Operation(Machine machine, OpGraph graph, int batch) {
        this.machine = machine;
        this.graph = graph;
        this.batch = batch;
    }

    void run(Node node, int from, int to) {
        double[] out = node.op() instanceof Op.UpdateMoving || node.op() instanceof Op.LossValue ? new double[0] : machine.at(node);
        List<Node> reads = node.inputs().stream().map(graph::node).toList();
        double[][] in = reads.stream().map(machine::at).toArray(double[][]::new);
        int size = (int) node.type().shape().size();
        switch (node.op()) {
            case Op.Input _, Op.Target _ -> System.arraycopy(machine.given(node), from * size, out, from * size, (to - from) * size);
            case Op.Linear(int width, int units, boolean bias, Expr activation) -> {
                int each = size / units;
                for (int row = from * each; row < to * each; row++) {
                    for (int u = 0; u < units; u++) {
                        double sum = bias ? in[2][u] : 0;
                        for (int i = 0; i < width; i++) {
                            sum += in[0][row * width + i] * in[1][i * units + u];
                        }
                        out[row * units + u] = activated(activation, sum);
                    }
                }
            }
            case Op.LinearInputGradient(int width, int units) -> {
                boolean transposed = reads.get(1).op() instanceof Op.Transpose;
                int each = size / width;
                for (int row = from * each; row < to * each; row++) {
                    for (int i = 0; i < width; i++) {
                        double sum = 0;
                        for (int u = 0; u < units; u++) {
                            sum += in[0][row * units + u] * in[1][transposed ? u * width + i : i * units + u];
                        }
                        out[row * width + i] = sum;
                    }
                }
            }
            case Op.LinearInputGradientParts(int width, int units, int _) -> {
                for (int row = from; row < to; row++) {
                    for (int i = 0; i < width; i++) {
                        double sum = 0;
                        for (int u = 0; u < units; u++) {
                            sum += in[0][row * units + u] * in[1][i * units + u];
                        }
                        out[row * width + i] = sum;
                    }
                }
            }
            case Op.LinearKernelGradient(int width, int units) -> {
                int all = batch * (int) reads.getFirst().type().shape().size() / width;
                for (int i = 0; i < width; i++) {
                    for (int u = 0; u < units; u++) {
                        double sum = 0;
                        for (int row = 0; row < all; row++) {
                            sum += in[0][row * width + i] * in[1][row * units + u];
                        }
                        out[i * units + u] = sum;
                    }
                }
            }
            case Op.Transpose(int rows, int columns) -> {
                for (int i = 0; i < rows * columns; i++) {
                    out[i % columns * rows + i / columns] = in[0][i];
                }
            }
            case Op.SumRows _, Op.ConvolutionKernelGradient _ -> System.arraycopy(sum(node.op(), in, reads, size, 0, batch), 0, out, 0, size);
            case Op.OfGroups(Op whole) -> {
                for (int sample = from; sample < to; sample++) {
                    System.arraycopy(sum(whole, in, reads, size, sample, sample + 1), 0, out, sample * size, size);
                }
            }
            case Op.LinearParts(int width, int units, int inputs) -> {
                int pieces = size / units;
                for (int row = from; row < to; row++) {
                    for (int u = 0; u < size; u++) {
                        double sum = 0;
                        for (int i = u / units * inputs; i < Math.min((u / units + 1) * inputs, width); i++) {
                            sum += in[0][row * width + i] * in[1][i * units + u % units];
                        }
                        out[row * pieces * units + u] = sum;
                    }
                }
            }
            case Op.SumParts(int pieces, int units, boolean bias, Expr activation) -> {
                for (int i = from * units; i < to * units; i++) {
                    double sum = bias ? in[1][i % units] : 0;
                    for (int piece = 0; piece < pieces; piece++) {
                        sum += in[0][(i / units * pieces + piece) * units + i % units];
                    }
                    out[i] = activated(activation, sum);
                }
            }
            case Op.SumGroups _ -> {
                for (int i = 0; i < size; i++) {
                    out[i] = 0;
                    for (int sample = 0; sample < batch; sample++) {
                        out[i] += in[0][sample * size + i];
                    }
                }
            }
            case Op.Convolution(Window w, int filters, boolean bias, Expr activation) -> {
                for (int i = from * size; i < to * size; i++) {
                    out[i] = bias ? in[2][i % filters] : 0;
                }
                taps(w, from, to, (sample, outAt, inAt, tap) -> {
                    for (int c = 0; c < w.channels(); c++) {
                        for (int f = 0; f < filters; f++) {
                            out[outAt * filters + f] += in[0][inAt * w.channels() + c] * in[1][(tap * w.channels() + c) * filters + f];
                        }
                    }
                });
                for (int i = from * size; i < to * size; i++) {
                    out[i] = activated(activation, out[i]);
                }
            }
            case Op.ConvolutionInputGradient(Window w, int filters) -> {
                int last = w.size().height() * w.size().width() - 1;
                boolean flipped = reads.get(1).op() instanceof Op.FlipKernel;
                java.util.Arrays.fill(out, from * size, to * size, 0);
                taps(w, from, to, (sample, outAt, inAt, tap) -> {
                    for (int c = 0; c < w.channels(); c++) {
                        for (int f = 0; f < filters; f++) {
                            int kernel = flipped ? ((last - tap) * filters + f) * w.channels() + c : (tap * w.channels() + c) * filters + f;
                            out[inAt * w.channels() + c] += in[0][outAt * filters + f] * in[1][kernel];
                        }
                    }
                });
            }
            case Op.FlipKernel(Window w, int filters) -> {
                int taps = w.size().height() * w.size().width();
                for (int tap = 0; tap < taps; tap++) {
                    for (int c = 0; c < w.channels(); c++) {
                        for (int f = 0; f < filters; f++) {
                            out[((taps - 1 - tap) * filters + f) * w.channels() + c] = in[0][(tap * w.channels() + c) * filters + f];
                        }
                    }
                }
            }
            case Op.Elementwise(Expr expression) -> {
                double[] operands = new double[in.length];
                boolean batched = node.type().batched();
                for (int i = batched ? from * size : 0; i < (batched ? to * size : size); i++) {
                    for (int operand = 0; operand < in.length; operand++) {
                        operands[operand] = in[operand][i];
                    }
                    out[i] = Evaluation.of(expression, operands, i);
                }
            }
            case Op.MaxPool(Window w) -> pool(w, from, to, (window, at) -> out[at] = in[0][largest(window, in[0])]);
            case Op.MaxPoolGradient(Window w) -> {
                // the plan may have the result where x is
                double[] x = in[0].clone();
                java.util.Arrays.fill(out, from * size, to * size, 0);
                pool(w, from, to, (window, at) -> out[largest(window, x)] += in[2][at]);
            }
            case Op.MaxPoolReluGradient(Window w) -> {
                double[] x = in[0].clone();
                java.util.Arrays.fill(out, from * size, to * size, 0);
                pool(w, from, to, (window, at) -> {
                    int place = largest(window, x);
                    out[place] += x[place] > 0 ? in[1][at] : 0;
                });
            }
            case Op.AveragePool(Window w) -> pool(w, from, to, (window, at) -> {
                double sum = 0;
                for (int place : window) {
                    sum += in[0][place];
                }
                out[at] = sum / window.length;
            });
            case Op.AveragePoolGradient(Window w) -> {
                java.util.Arrays.fill(out, from * size, to * size, 0);
                pool(w, from, to, (window, at) -> {
                    for (int place : window) {
                        out[place] += in[0][at] / window.length;
                    }
                });
            }
            case Op.BatchMoments(int channels) -> {
                double[] variance = part(node);
                int count = batch * (int) reads.getFirst().type().shape().size() / channels;
                for (int c = 0; c < channels; c++) {
                    double mean = 0;
                    double squares = 0;
                    for (int row = 0; row < count; row++) {
                        mean += in[0][row * channels + c] / count;
                    }
                    for (int row = 0; row < count; row++) {
                        squares += Math.pow(in[0][row * channels + c] - mean, 2) / count;
                    }
                    out[c] = mean;
                    variance[c] = squares;
                }
            }
            case Op.Normalize(int channels, double epsilon, boolean factor, boolean center) -> {
                for (int i = from * size; i < to * size; i++) {
                    int c = i % channels;
                    double normal = (in[0][i] - in[1][c]) / Math.sqrt(in[2][c] + epsilon);
                    out[i] = normal * (factor ? in[3][c] : 1) + (center ? in[in.length - 1][c] : 0);
                }
            }
            case Op.NormalizeSums(int channels, double epsilon) -> {
                double[] products = part(node);
                int count = batch * (int) reads.getFirst().type().shape().size() / channels;
                for (int c = 0; c < channels; c++) {
                    double sum = 0;
                    double product = 0;
                    for (int i = c; i < count * channels; i += channels) {
                        sum += in[3][i];
                        product += in[3][i] * (in[0][i] - in[1][c]) / Math.sqrt(in[2][c] + epsilon);
                    }
                    out[c] = sum;
                    products[c] = product;
                }
            }
            case Op.NormalizeInputGradient(int channels, double epsilon, boolean factor) -> {
                double count = (double) batch * size / channels;
                for (int i = from * size; i < to * size; i++) {
                    int c = i % channels;
                    double deviation = Math.sqrt(in[2][c] + epsilon);
                    double normal = (in[0][i] - in[1][c]) / deviation;
                    out[i] = (factor ? in[6][c] : 1) / deviation * (in[3][i] - in[4][c] / count - normal * in[5][c] / count);
                }
            }
            case Op.UpdateMoving(double momentum) -> {
                for (int c = 0; c < size; c++) {
                    in[0][c] = momentum * in[0][c] + (1 - momentum) * in[1][c];
                }
            }
            case Op.Softmax(int width) -> softmax(in[0], out, from * size / width, to * size / width, width);
            case Op.SoftmaxGradient(int width) -> {
                for (int row = from * size / width; row < to * size / width; row++) {
                    double dot = 0;
                    for (int i = row * width; i < (row + 1) * width; i++) {
                        dot += in[0][i] * in[1][i];
                    }
                    for (int i = row * width; i < (row + 1) * width; i++) {
                        out[i] = in[0][i] * (in[1][i] - dot);
                    }
                }
            }
            case Op.LossGradient loss -> {
                int each = size / loss.width();
                double[] y = loss.fusion() == Op.Fusion.NONE ? in[0] : partOrNothing(node, batch * size);
                Loss.of(loss.loss(), loss.fusion(), in[0], in[1], y, machine.losses(loss.output(), each), out, from * each, to * each, loss.width(),
                        loss.weight() / ((double) batch * each));
            }
            case Op.LossValue loss -> {
                int each = (int) reads.getFirst().type().shape().size() / loss.width();
                double[] y = loss.fusion() == Op.Fusion.NONE ? in[0] : in[2];
                Loss.of(loss.loss(), loss.fusion(), in[0], in[1], y, machine.losses(loss.output(), each), null, from * each, to * each, loss.width(),
                        0);
            }
            case Op.Concatenate concatenate -> {
                int width = concatenate.width();
                int offset = 0;
                for (int k = 0; k < in.length; k++) {
                    int part = concatenate.widths().get(k);
                    for (int run = from * concatenate.outer(); run < to * concatenate.outer(); run++) {
                        System.arraycopy(in[k], run * part, out, run * width + offset, part);
                    }
                    offset += part;
                }
            }
            case Op.Slice(int outer, int total, int offset, int width) -> {
                for (int run = from * outer; run < to * outer; run++) {
                    System.arraycopy(in[0], run * total + offset, out, run * width, width);
                }
            }
            case Op.Parameter _, Op.InputRows _, Op.Part _, Op.View _ -> throw new IllegalArgumentException(node + " is not executed");
        }
    }

    /** A gradient that is a sum over samples, for some of them. */
    private double[] sum(Op op, double[][] in, List<Node> reads, int size, int from, int to) {
        double[] sums = new double[size];
        switch (op) {
            case Op.SumRows(int columns) -> {
                int each = (int) reads.getFirst().type().shape().size();
                for (int i = from * each; i < to * each; i++) {
                    sums[i % columns] += in[0][i];
                }
            }
            case Op.ConvolutionKernelGradient(Window w, int filters) -> taps(w, from, to, (sample, outAt, inAt, tap) -> {
                for (int c = 0; c < w.channels(); c++) {
                    for (int f = 0; f < filters; f++) {
                        sums[(tap * w.channels() + c) * filters + f] += in[0][inAt * w.channels() + c] * in[1][outAt * filters + f];
                    }
                }
            });
            default -> throw new IllegalArgumentException(op + " is not a sum over samples");
        }
        return sums;
    }

    private double[] part(Node node) {
        return machine.at(Objects.requireNonNull(graph.part(node, 1), node.name()));
    }

    private double[] partOrNothing(Node node, int size) {
        Node part = graph.part(node, 1);
        return part == null ? new double[size] : machine.at(part);
    }

    private static double activated(Expr activation, double x) {
        return Evaluation.of(activation, new double[] {x}, 0);
    }

    static void softmax(double[] x, double[] y, int from, int to, int width) {
        for (int row = from; row < to; row++) {
            double sum = 0;
            for (int i = row * width; i < (row + 1) * width; i++) {
                y[i] = Math.exp(x[i]);
                sum += y[i];
            }
            for (int i = row * width; i < (row + 1) * width; i++) {
                y[i] /= sum;
            }
        }
    }

    /** A place of a window over an image: positions count pixels of the whole batch. */
    private interface Tap {
        void at(int sample, int outAt, int inAt, int tap);
    }

    private static void taps(Window w, int from, int to, Tap tap) {
        for (int sample = from; sample < to; sample++) {
            for (int out = 0; out < w.outputHeight() * w.outputWidth(); out++) {
                for (int k = 0; k < w.size().height() * w.size().width(); k++) {
                    int row = out / w.outputWidth() * w.strides().height() - w.padTop() + k / w.size().width() * w.dilation().height();
                    int column = out % w.outputWidth() * w.strides().width() - w.padLeft() + k % w.size().width() * w.dilation().width();
                    if (row >= 0 && row < w.height() && column >= 0 && column < w.width()) {
                        tap.at(sample, sample * w.outputHeight() * w.outputWidth() + out, (sample * w.height() + row) * w.width() + column, k);
                    }
                }
            }
        }
    }

    /** A window's elements and the element it makes. */
    private interface Pooling {
        void of(int[] window, int at);
    }

    private static void pool(Window w, int from, int to, Pooling pooling) {
        for (int sample = from; sample < to; sample++) {
            for (int out = 0; out < w.outputHeight() * w.outputWidth(); out++) {
                for (int c = 0; c < w.channels(); c++) {
                    int top = out / w.outputWidth() * w.strides().height() - w.padTop();
                    int left = out % w.outputWidth() * w.strides().width() - w.padLeft();
                    java.util.stream.IntStream.Builder window = java.util.stream.IntStream.builder();
                    for (int row = Math.max(top, 0); row < Math.min(top + w.size().height(), w.height()); row++) {
                        for (int column = Math.max(left, 0); column < Math.min(left + w.size().width(), w.width()); column++) {
                            window.add(((sample * w.height() + row) * w.width() + column) * w.channels() + c);
                        }
                    }
                    pooling.of(window.build().toArray(), (sample * w.outputHeight() * w.outputWidth() + out) * w.channels() + c);
                }
            }
        }
    }

    private static int largest(int[] window, double[] x) {
        int best = window[0];
        for (int place : window) {
            best = x[place] > x[best] ? place : best;
        }
        return best;
    }
}
