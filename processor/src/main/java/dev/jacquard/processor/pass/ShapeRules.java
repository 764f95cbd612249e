package dev.jacquard.processor.pass;

import java.util.ArrayList;
import java.util.List;

import dev.jacquard.model.Padding;
import dev.jacquard.processor.graph.Layer;
import dev.jacquard.processor.graph.Layer.Pair;
import dev.jacquard.processor.graph.LayerNode;
import dev.jacquard.processor.graph.Shape;
import dev.jacquard.processor.read.LayerSpec;
import dev.jacquard.processor.report.Anchor;
import dev.jacquard.processor.report.Diagnostics;
import dev.jacquard.processor.report.Message;

import org.jspecify.annotations.Nullable;

/** The shape of one layer's result from the shapes of its inputs, as Keras has it for channels-last data. */
final class ShapeRules {
    /** Counting stops here, before the product of more dimensions leaves the range of a long. */
    private static final long MANY = (1L << 32) - 1;

    private final LayerSpec spec;
    private final List<LayerNode> inputs;
    private final Diagnostics diagnostics;

    ShapeRules(LayerSpec spec, List<LayerNode> inputs, Diagnostics diagnostics) {
        this.spec = spec;
        this.inputs = inputs;
        this.diagnostics = diagnostics;
    }

    /** The shape, or null when the layer does not fit and that has been reported. */
    @Nullable Shape shape(Layer layer) {
        Shape shape = switch (layer) {
            case Layer.Input input -> input.shape();
            case Layer.Dense dense -> dense(dense);
            case Layer.Conv2D convolution -> convolution(convolution);
            case Layer.MaxPooling2D pooling -> pooling(pooling.pool(), pooling.strides(), pooling.padding());
            case Layer.AveragePooling2D pooling -> pooling(pooling.pool(), pooling.strides(), pooling.padding());
            case Layer.Flatten _ -> flatten();
            case Layer.Reshape reshape -> reshape(reshape.target());
            case Layer.Dropout _, Layer.Activate _, Layer.BatchNorm _ -> first().shape();
            case Layer.Add _ -> add();
            case Layer.Concatenate concatenate -> concatenate(concatenate.axis());
        };
        if (shape != null && !fits(shape)) {
            report(Message.VALUE_TOO_LARGE, spec.value().anchor(), spec.value().type(), shape);
            return null;
        }
        return shape;
    }

    private LayerNode first() {
        return inputs.getFirst();
    }

    private @Nullable Shape dense(Layer.Dense dense) {
        Shape input = first().shape();
        if (input.rank() != 1) {
            String declare = first().layer() instanceof Layer.Input ? ", or declare @Input({" + input.size() + "})" : "";
            report(Message.DENSE_RANK, spec.value().anchor(), first().name(), input, declare);
            return null;
        }
        return kernelFits(Cost.kernel(dense, input), "units") ? Shape.of(dense.units()) : null;
    }

    private @Nullable Shape convolution(Layer.Conv2D convolution) {
        if (!isImage(Message.CONVOLUTION_RANK) || !kernelFits(Cost.kernel(convolution, first().shape()), "filters")) {
            return null;
        }
        Shape input = first().shape();
        Pair kernel = convolution.kernel();
        Pair dilation = convolution.dilation();
        long height = (kernel.height() - 1L) * dilation.height() + 1;
        long width = (kernel.width() - 1L) * dilation.width() + 1;
        if (convolution.padding() == Padding.VALID && (height > input.get(0) || width > input.get(1))) {
            boolean spread = dilation.height() > 1 || dilation.width() > 1;
            report(Message.KERNEL_TOO_LARGE, spec.value().anchor("kernel"), text(kernel),
                    spread ? "with dilation " + text(dilation) + " covers (" + height + ", " + width + ") and " : "", first().name(), input);
            return null;
        }
        return Shape.of(extent(input.get(0), height, convolution.strides().height(), convolution.padding()),
                extent(input.get(1), width, convolution.strides().width(), convolution.padding()), convolution.filters());
    }

    private @Nullable Shape pooling(Pair pool, Pair strides, Padding padding) {
        if (!isImage(Message.POOLING_RANK)) {
            return null;
        }
        Shape input = first().shape();
        if (padding == Padding.VALID && (pool.height() > input.get(0) || pool.width() > input.get(1))) {
            report(Message.POOL_TOO_LARGE, spec.value().anchor("value"), text(pool), first().name(), input);
            return null;
        }
        return Shape.of(extent(input.get(0), pool.height(), strides.height(), padding),
                extent(input.get(1), pool.width(), strides.width(), padding), input.get(2));
    }

    /** ⌈(input − window + 1) / stride⌉ inside the image, ⌈input / stride⌉ with zeros around it. */
    private static int extent(int input, long window, int stride, Padding padding) {
        long places = padding == Padding.SAME ? input : input - window + 1;
        return (int) ((places + stride - 1) / stride);
    }

    private @Nullable Shape flatten() {
        Shape input = first().shape();
        if (input.rank() == 1) {
            report(Message.FLATTEN_FLAT, spec.value().anchor(), first().name(), input);
        }
        return Shape.of((int) input.size());
    }

    private @Nullable Shape reshape(List<Integer> target) {
        Shape input = first().shape();
        Anchor anchor = spec.value().anchor("value");
        long known = 1;
        for (int dimension : target) {
            known = dimension == -1 ? known : Math.min(known * dimension, MANY + 1);
        }
        int open = target.indexOf(-1);
        String text = new Shape(target).toString();
        if (open >= 0 && input.size() % known != 0) {
            report(Message.RESHAPE_DIVISIBLE, anchor, input.size(), first().name(), input, known, text);
            return null;
        }
        if (open < 0 && known != input.size()) {
            report(Message.RESHAPE_SIZE, anchor, first().name(), input, input.size(), text, known > MANY ? "more than 4,294,967,295" : known);
            return null;
        }
        List<Integer> dimensions = new ArrayList<>(target);
        if (open >= 0) {
            dimensions.set(open, (int) (input.size() / known));
        }
        Shape shape = new Shape(dimensions);
        if (shape.equals(input)) {
            report(Message.RESHAPE_SAME, anchor, first().name(), input);
        }
        return shape;
    }

    private @Nullable Shape add() {
        for (int i = 1; i < inputs.size(); i++) {
            LayerNode other = inputs.get(i);
            if (!other.shape().equals(first().shape())) {
                report(Message.ADD_SHAPES, input(i), first().name(), first().shape(), other.name(), other.shape(), addRemedy(first(), other));
                return null;
            }
        }
        return first().shape();
    }

    private static String addRemedy(LayerNode first, LayerNode second) {
        Shape a = first.shape();
        Shape b = second.shape();
        if (a.rank() == 3 && b.rank() == 3 && a.get(2) != b.get(2)) {
            LayerNode narrow = a.get(2) < b.get(2) ? first : second;
            return "bring " + narrow.name() + " to " + Math.max(a.get(2), b.get(2)) + " channels with a 1×1 @Conv2D"
                    + (a.get(0) == b.get(0) ? "" : " with strides");
        }
        if (a.rank() == 3 && b.rank() == 3) {
            return "use padding = SAME and the same strides on both ways";
        }
        return a.rank() == 1 && b.rank() == 1 ? "give both the same number of units" : "bring both to one shape";
    }

    private @Nullable Shape concatenate(int axis) {
        Shape shape = first().shape();
        int along = axis == -1 ? shape.rank() - 1 : axis;
        if (along < 0 || along >= shape.rank()) {
            report(Message.CONCATENATE_AXIS, spec.value().anchor("axis"), axis, first().name(), shape, shape.rank() - 1);
            return null;
        }
        List<Integer> dimensions = new ArrayList<>(shape.dimensions());
        long sum = shape.get(along);
        for (int i = 1; i < inputs.size(); i++) {
            LayerNode other = inputs.get(i);
            if (!sameBut(along, shape, other.shape())) {
                report(Message.CONCATENATE_SHAPES, input(i), along, first().name(), shape, other.name(), other.shape(),
                        shape.rank() == other.shape().rank() ? "bring the other dimensions to the same sizes"
                                : "put a @Flatten or @Reshape before it");
                return null;
            }
            sum += other.shape().get(along);
        }
        dimensions.set(along, (int) Math.min(sum, Integer.MAX_VALUE));
        return new Shape(dimensions);
    }

    private static boolean sameBut(int axis, Shape a, Shape b) {
        if (a.rank() != b.rank()) {
            return false;
        }
        for (int i = 0; i < a.rank(); i++) {
            if (i != axis && a.get(i) != b.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** The parameter that names an input, so that the message stands there. */
    private Anchor input(int index) {
        return index < spec.value().sources().size() ? spec.value().source(index) : spec.value().anchor();
    }

    private boolean isImage(Message message) {
        Shape input = first().shape();
        if (input.rank() == 3) {
            return true;
        }
        String remedy = "put a @Reshape to (height, width, channels) before it";
        if (input.rank() == 2) {
            String image = "{" + input.get(0) + ", " + input.get(1) + ", 1}";
            remedy = first().layer() instanceof Layer.Input ? "declare @Input(" + image + "), channels last"
                    : "put @Reshape(" + image + ") before it";
        } else if (first().layer() instanceof Layer.Flatten) {
            remedy = "put it before " + first().name();
        }
        report(message, spec.value().anchor(), spec.value().type(), first().name(), input, remedy);
        return false;
    }

    private boolean kernelFits(long numbers, String attribute) {
        if (numbers <= Integer.MAX_VALUE) {
            return true;
        }
        report(Message.PARAMETER_TOO_LARGE, spec.value().anchor(attribute), spec.value().type(), first().name(), first().shape(),
                String.format(java.util.Locale.ROOT, "%,d", numbers));
        return false;
    }

    /** Whether one array can hold it. */
    private static boolean fits(Shape shape) {
        long size = 1;
        for (int dimension : shape.dimensions()) {
            size *= dimension;
            if (size > Integer.MAX_VALUE) {
                return false;
            }
        }
        return true;
    }

    private static String text(Pair pair) {
        return Shape.of(pair.height(), pair.width()).toString();
    }

    private void report(Message message, Anchor anchor, Object... values) {
        Object[] all = new Object[values.length + 1];
        all[0] = spec.name();
        System.arraycopy(values, 0, all, 1, values.length);
        diagnostics.report(message, anchor, all);
    }
}
