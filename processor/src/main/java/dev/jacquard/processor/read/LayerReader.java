package dev.jacquard.processor.read;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.lang.model.element.TypeElement;

import dev.jacquard.model.Activate;
import dev.jacquard.model.Activation;
import dev.jacquard.model.Add;
import dev.jacquard.model.AveragePooling2D;
import dev.jacquard.model.BatchNorm;
import dev.jacquard.model.Concatenate;
import dev.jacquard.model.Conv2D;
import dev.jacquard.model.Dense;
import dev.jacquard.model.Dropout;
import dev.jacquard.model.Flatten;
import dev.jacquard.model.Input;
import dev.jacquard.model.MaxPooling2D;
import dev.jacquard.model.Padding;
import dev.jacquard.model.Reshape;
import dev.jacquard.processor.graph.Layer;
import dev.jacquard.processor.graph.Layer.Pair;
import dev.jacquard.processor.graph.Shape;
import dev.jacquard.processor.report.Diagnostics;
import dev.jacquard.processor.report.Message;

import org.jspecify.annotations.Nullable;

/** From a layer annotation to its record: each attribute in its range, or a message that says so. */
final class LayerReader {
    private static final Map<String, Reading> READINGS = new TreeMap<>(Map.ofEntries(Map.entry(Input.class.getName(), LayerReader::input),
            Map.entry(Dense.class.getName(), LayerReader::dense), Map.entry(Conv2D.class.getName(), LayerReader::conv2D),
            Map.entry(MaxPooling2D.class.getName(), LayerReader::maxPooling2D),
            Map.entry(AveragePooling2D.class.getName(), LayerReader::averagePooling2D),
            Map.entry(Flatten.class.getName(), reader -> new Layer.Flatten()), Map.entry(Reshape.class.getName(), LayerReader::reshape),
            Map.entry(Dropout.class.getName(), LayerReader::dropout), Map.entry(Activate.class.getName(), LayerReader::activate),
            Map.entry(BatchNorm.class.getName(), LayerReader::batchNorm), Map.entry(Add.class.getName(), reader -> new Layer.Add()),
            Map.entry(Concatenate.class.getName(), reader -> new Layer.Concatenate(reader.attributes.integer("axis")))));

    private final String method;
    private final Attributes attributes;
    private final boolean inBlock;
    private final Diagnostics diagnostics;

    private LayerReader(String method, Attributes attributes, boolean inBlock, Diagnostics diagnostics) {
        this.method = method;
        this.attributes = attributes;
        this.inBlock = inBlock;
        this.diagnostics = diagnostics;
    }

    /** How the attributes of one annotation are read; null when the shape of its result cannot be known. */
    private interface Reading {
        @Nullable Layer read(LayerReader reader);
    }

    /** The qualified names of all layer annotations. */
    static List<String> annotations() {
        return List.copyOf(READINGS.keySet());
    }

    /**
     * Reads one annotation and reports every attribute out of range.
     *
     * @param inBlock an input of a block may leave its shape open: it is then read as ()
     */
    static Content read(String method, Attributes attributes, TypeElement annotation, boolean inBlock, Diagnostics diagnostics) {
        Reading reading = READINGS.get(annotation.getQualifiedName().toString());
        Layer layer = reading == null ? null : reading.read(new LayerReader(method, attributes, inBlock, diagnostics));
        return layer == null ? new Content.Broken() : new Content.Single(layer);
    }

    private @Nullable Layer input() {
        List<Integer> dimensions = attributes.integers("value");
        if (dimensions.isEmpty()) {
            if (inBlock && !attributes.writes("value")) {
                return new Layer.Input(Shape.of());
            }
            report(Message.INPUT_SHAPE_MISSING, attributes.writes("value") ? "value" : "");
            return null;
        }
        boolean valid = true;
        for (int i = 0; i < dimensions.size(); i++) {
            int dimension = dimensions.get(i);
            if (dimension < 1) {
                report(Message.DIMENSION_RANGE, "value", i, new Shape(dimensions), dimension,
                        i == 0 && dimension == -1 ? "leave the batch out" : "write the size of one sample");
                valid = false;
            }
        }
        return valid ? new Layer.Input(new Shape(dimensions)) : null;
    }

    private @Nullable Layer dense() {
        boolean valid = atLeastOne("units");
        ParameterReader parameters = parameters();
        return valid
                ? new Layer.Dense(attributes.integer("units"), activation("activation"), parameters.useBias(), parameters.kernelInitial(),
                        parameters.biasInitial(), parameters.kernelPenalty(), parameters.biasPenalty())
                : null;
    }

    private @Nullable Layer conv2D() {
        boolean valid = atLeastOne("filters");
        Pair kernel = pair("kernel");
        Pair strides = pair("strides");
        Pair dilation = pair("dilation");
        ParameterReader parameters = parameters();
        if (strides != null && dilation != null && Math.max(strides.height(), strides.width()) > 1
                && Math.max(dilation.height(), dilation.width()) > 1) {
            report(Message.STRIDES_AND_DILATION, "dilation", text(strides), text(dilation));
            return null;
        }
        if (!valid || kernel == null || strides == null || dilation == null) {
            return null;
        }
        return new Layer.Conv2D(attributes.integer("filters"), kernel, strides, padding(), dilation, activation("activation"),
                parameters.useBias(), parameters.kernelInitial(), parameters.biasInitial(), parameters.kernelPenalty(),
                parameters.biasPenalty());
    }

    private @Nullable Layer maxPooling2D() {
        Pair pool = pair("value");
        Pair strides = poolStrides(pool);
        return pool == null || strides == null ? null : new Layer.MaxPooling2D(pool, strides, padding());
    }

    private @Nullable Layer averagePooling2D() {
        Pair pool = pair("value");
        Pair strides = poolStrides(pool);
        return pool == null || strides == null ? null : new Layer.AveragePooling2D(pool, strides, padding());
    }

    private @Nullable Pair poolStrides(@Nullable Pair pool) {
        Pair strides = attributes.integers("strides").isEmpty() ? pool : pair("strides");
        Pair one = new Pair(1, 1);
        if (one.equals(pool) && one.equals(strides)) {
            report(Message.POOL_NOTHING, "value", attributes.name());
        }
        return strides;
    }

    private @Nullable Layer reshape() {
        List<Integer> target = attributes.integers("value");
        boolean valid = !target.isEmpty();
        if (!valid) {
            report(Message.RESHAPE_EMPTY, "value");
        }
        for (int i = 0; i < target.size(); i++) {
            int dimension = target.get(i);
            if (dimension < 1 && dimension != -1) {
                report(Message.DIMENSION_RANGE, "value", i, new Shape(target), dimension, "write -1 where it is to follow from the others");
                valid = false;
            }
        }
        long open = target.stream().filter(dimension -> dimension == -1).count();
        if (open > 1) {
            report(Message.RESHAPE_OPEN, "value", new Shape(target), open);
            valid = false;
        }
        return valid ? new Layer.Reshape(target) : null;
    }

    private Layer dropout() {
        double rate = attributes.number("value");
        if (!(rate >= 0 && rate < 1)) {
            report(Message.DROPOUT_RANGE, "value", rate,
                    rate >= 2 && rate < 100 ? "write @Dropout(" + rate / 100 + ")" : "write a rate such as 0.2");
            return new Layer.Dropout(0);
        }
        if (rate == 0) {
            report(Message.DROPOUT_NOTHING, "value");
        }
        return new Layer.Dropout(rate);
    }

    private Layer activate() {
        Activation activation = activation("value");
        if (activation == Activation.LINEAR) {
            report(Message.ACTIVATE_NOTHING, "value");
        }
        return new Layer.Activate(activation);
    }

    private Layer batchNorm() {
        double momentum = attributes.number("momentum");
        double epsilon = attributes.number("epsilon");
        if (!(momentum >= 0 && momentum <= 1)) {
            report(Message.MOMENTUM_RANGE, "momentum", momentum);
        } else if (momentum == 1) {
            report(Message.MOMENTUM_ONE, "momentum");
        }
        if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
            report(Message.EPSILON_RANGE, "epsilon", epsilon);
        }
        return new Layer.BatchNorm(momentum, epsilon, attributes.flag("center"), attributes.flag("scale"));
    }

    private ParameterReader parameters() {
        return new ParameterReader(method, attributes, diagnostics);
    }

    private Activation activation(String attribute) {
        return attributes.constant(attribute, Activation.class);
    }

    private Padding padding() {
        return attributes.constant("padding", Padding.class);
    }

    private boolean atLeastOne(String attribute) {
        int value = attributes.integer(attribute);
        if (value < 1) {
            report(Message.AT_LEAST_ONE, attribute, attribute, value);
        }
        return value >= 1;
    }

    private @Nullable Pair pair(String attribute) {
        String what = attribute.equals("value") ? "the window" : attribute;
        List<Integer> numbers = attributes.integers(attribute);
        if (numbers.isEmpty() || numbers.size() > 2) {
            report(Message.PAIR_LENGTH, attribute, what, numbers.size(), attribute);
            return null;
        }
        Pair pair = new Pair(numbers.getFirst(), numbers.getLast());
        if (pair.height() < 1 || pair.width() < 1) {
            report(Message.PAIR_RANGE, attribute, what, text(pair), attribute);
            return null;
        }
        return pair;
    }

    private static String text(Pair pair) {
        return Shape.of(pair.height(), pair.width()).toString();
    }

    /** Reports at an attribute; an attribute that is not written is reported at the annotation. */
    private void report(Message message, String attribute, Object... values) {
        Object[] all = new Object[values.length + 1];
        all[0] = method;
        System.arraycopy(values, 0, all, 1, values.length);
        diagnostics.report(message, attributes.anchor(attribute), all);
    }
}
