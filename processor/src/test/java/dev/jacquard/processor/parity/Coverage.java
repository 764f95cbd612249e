package dev.jacquard.processor.parity;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

/** What this version has of the reference files. */
sealed interface Coverage {
    /** A layer that can be written as this annotation. */
    record Layer(String annotation) implements Coverage {
    }

    /** A loss of the output of {@code activation}; smoothing of targets is left to the data. */
    record Loss(String loss, String activation, boolean fromLogits, double smoothing) implements Coverage {
    }

    /** Penalties of a kernel. */
    record Penalty(double l1, double l2) implements Coverage {
    }

    /** Not there. */
    record Skipped(String reason) implements Coverage {
    }

    static Coverage of(OracleCase c) {
        return switch (c.op()) {
            case "linear", "relu", "leaky_relu", "sigmoid", "tanh", "softmax" -> activation(c);
            case "dense" -> dense(c);
            case "conv2d" -> convolution(c);
            case "max_pool2d" -> new Layer("@MaxPooling2D(" + window(c) + ")");
            case "average_pool2d" -> new Layer("@AveragePooling2D(" + window(c) + ")");
            case "flatten" -> new Layer("@Flatten");
            case "reshape" -> new Layer("@Reshape(" + numbers(c.attribute("target_shape")) + ")");
            case "batch_normalization" -> new Layer(String.format(Locale.ROOT, "@BatchNorm(momentum = %s, epsilon = %s, scale = %s, center = %s)",
                    c.attribute("momentum").asDouble(), c.attribute("epsilon").asDouble(), c.attribute("scale").asBoolean(),
                    c.attribute("center").asBoolean()));
            case "add" -> sameShapes(c) ? new Layer("@Add") : new Skipped("Add takes equal shapes, it does not broadcast");
            case "concatenate" -> {
                int axis = c.attribute("axis").asInt();
                yield new Layer("@Concatenate(axis = " + (axis > 0 ? axis - 1 : axis) + ")");
            }
            case "mse", "binary_crossentropy", "categorical_crossentropy", "sparse_categorical_crossentropy" -> loss(c);
            case "weight_penalty" -> new Penalty(c.attribute("l1").asDouble(), c.attribute("l2").asDouble());
            default -> throw new IllegalArgumentException("nothing is said about " + c.op());
        };
    }

    private static Coverage activation(OracleCase c) {
        if (!c.attribute("max_value").isMissingNode()) {
            return new Skipped("RELU has neither a maximum nor a threshold");
        }
        if (c.op().equals("leaky_relu") && c.attribute("negative_slope").asDouble() != 0.01) {
            return new Skipped("the slope of LEAKY_RELU is 0.01");
        }
        int axis = c.attribute("axis").asInt(-1);
        if (axis != -1) {
            return new Skipped("SOFTMAX works along the last axis");
        }
        if (c.op().equals("softmax") && c.input("x").sample()[0] == 1) {
            return new Skipped("a SOFTMAX over one number is refused by the compiler");
        }
        return new Layer("@Activate(" + c.op().toUpperCase(Locale.ROOT) + ")");
    }

    private static Coverage dense(OracleCase c) {
        if (c.input("x").sample().length > 1) {
            return new Skipped("Dense takes (features); the compiler asks for @Flatten before it");
        }
        String activation = c.attribute("activation").asText().toUpperCase(Locale.ROOT);
        if (activation.equals("GELU")) {
            return new Skipped("there is no GELU");
        }
        return new Layer("@Dense(units = " + c.attribute("units").asInt() + ", useBias = " + c.attribute("use_bias").asBoolean() + ", activation = "
                + activation + ")");
    }

    private static Coverage convolution(OracleCase c) {
        if (c.attribute("groups").asInt() != 1) {
            return new Skipped("Conv2D has no groups");
        }
        return new Layer("@Conv2D(filters = " + c.attribute("filters").asInt() + ", kernel = " + numbers(c.attribute("kernel_size")) + ", strides = "
                + numbers(c.attribute("strides")) + ", dilation = " + numbers(c.attribute("dilation_rate")) + ", padding = " + padding(c)
                + ", useBias = " + c.attribute("use_bias").asBoolean() + ", activation = "
                + c.attribute("activation").asText().toUpperCase(Locale.ROOT) + ")");
    }

    private static String window(OracleCase c) {
        return "value = " + numbers(c.attribute("pool_size")) + ", strides = " + numbers(c.attribute("strides")) + ", padding = " + padding(c);
    }

    private static String padding(OracleCase c) {
        return c.attribute("padding").asText().toUpperCase(Locale.ROOT);
    }

    private static String numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).collect(Collectors.joining(", ", "{", "}"));
    }

    private static boolean sameShapes(OracleCase c) {
        List<List<Integer>> shapes = c.tensors("inputs").values().stream().map(t -> java.util.Arrays.stream(t.shape()).boxed().toList()).toList();
        return shapes.stream().distinct().count() == 1;
    }

    private static Coverage loss(OracleCase c) {
        if (c.tensors("inputs").containsKey("sample_weight")) {
            return new Skipped("samples have no weights");
        }
        if (!c.attribute("ignore_class").isMissingNode()) {
            return new Skipped("no class is ignored");
        }
        if (!c.attribute("reduction").asText().equals("sum_over_batch_size")) {
            return new Skipped("the loss of a batch is the mean, not the " + c.attribute("reduction").asText());
        }
        boolean logits = c.attribute("from_logits").asBoolean();
        double smoothing = c.attribute("label_smoothing").asDouble();
        return switch (c.op()) {
            case "mse" -> new Loss("MEAN_SQUARED_ERROR", "LINEAR", true, 0);
            case "binary_crossentropy" -> new Loss("BINARY_CROSSENTROPY", "SIGMOID", logits, smoothing);
            default -> new Loss(c.op().toUpperCase(Locale.ROOT), "SOFTMAX", logits, smoothing);
        };
    }
}
