package dev.jacquard.processor.emit.dl4j;

import java.util.Locale;

import dev.jacquard.model.Activation;
import dev.jacquard.processor.graph.Layer.Pair;
import dev.jacquard.processor.graph.Penalty;
import dev.jacquard.processor.graph.Shape;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;

/** Names of Deeplearning4j and of our bridge to it, and the small words both kinds of configuration share. */
final class Dl4j {
    static final String PRESENCE = "org.deeplearning4j.nn.conf.MultiLayerConfiguration";
    static final String BRIDGE = "dev.jacquard.dl4j";
    static final ClassName PROGRAM = ClassName.get(BRIDGE, "Dl4jProgram");
    static final ClassName LINK = ClassName.get(BRIDGE, "WeightLink");
    static final ClassName LOSSES = ClassName.get(BRIDGE, "Losses");
    static final ClassName RESHAPE = ClassName.get(BRIDGE, "ReshapePreProcessor");

    static final ClassName SEQUENTIAL = conf("MultiLayerConfiguration");
    static final ClassName GRAPH = conf("ComputationGraphConfiguration");
    static final ClassName BASE = conf("NeuralNetConfiguration").nestedClass("Builder");
    static final ClassName LIST_BUILDER = conf("NeuralNetConfiguration").nestedClass("ListBuilder");
    static final ClassName GRAPH_BUILDER = conf("ComputationGraphConfiguration").nestedClass("GraphBuilder");
    static final ClassName INPUT_TYPE = ClassName.get("org.deeplearning4j.nn.conf.inputs", "InputType");
    static final ClassName FORMAT = conf("CNN2DFormat");
    static final ClassName MODE = conf("ConvolutionMode");
    static final ClassName TO_FLAT = ClassName.get("org.deeplearning4j.nn.conf.preprocessor", "CnnToFeedForwardPreProcessor");
    static final ClassName SUM = ClassName.get("org.deeplearning4j.nn.conf.graph", "ElementWiseVertex");
    static final ClassName MERGE = ClassName.get("org.deeplearning4j.nn.conf.graph", "MergeVertex");
    static final ClassName SCALE = ClassName.get("org.deeplearning4j.nn.conf.graph", "ScaleVertex");
    static final ClassName CHANGE = ClassName.get("org.deeplearning4j.nn.conf.graph", "PreprocessorVertex");
    static final ClassName UPDATER = ClassName.get("org.nd4j.linalg.learning.config", "IUpdater");
    static final ClassName LOSS = ClassName.get("org.nd4j.linalg.lossfunctions", "LossFunctions").nestedClass("LossFunction");
    private static final ClassName ACTIVATION = ClassName.get("org.nd4j.linalg.activations", "Activation");

    private Dl4j() {
    }

    private static ClassName conf(String name) {
        return ClassName.get("org.deeplearning4j.nn.conf", name);
    }

    /** The builder of a layer. */
    static ClassName layer(String name) {
        return ClassName.get("org.deeplearning4j.nn.conf.layers", name).nestedClass("Builder");
    }

    /** {@code Activation.RELU}. */
    static CodeBlock activation(Activation activation) {
        String name = switch (activation) {
            case LINEAR -> "IDENTITY";
            case SIGMOID -> "SIGMOID";
            case TANH -> "TANH";
            case RELU -> "RELU";
            case LEAKY_RELU -> "LEAKYRELU";
            case SOFTMAX -> "SOFTMAX";
        };
        return CodeBlock.of("$T.$L", ACTIVATION, name);
    }

    /** Whether a value is an image to Deeplearning4j; everything else is a row of numbers. */
    static boolean isImage(Shape shape) {
        return shape.rank() == 3;
    }

    /** {@code InputType.convolutional(28, 28, 1, CNN2DFormat.NHWC)} or {@code InputType.feedForward(784)}. */
    static CodeBlock inputType(Shape shape) {
        return isImage(shape)
                ? CodeBlock.of("$T.convolutional($L, $L, $L, $T.NHWC)", INPUT_TYPE, shape.get(0), shape.get(1), shape.get(2), FORMAT)
                : CodeBlock.of("$T.feedForward($L)", INPUT_TYPE, shape.size());
    }

    /** What brings a value of one shape to another with the same numbers. */
    static CodeBlock change(Shape from, Shape to) {
        if (isImage(from) && !isImage(to)) {
            return CodeBlock.of("new $T($L, $L, $L, $T.NHWC)", TO_FLAT, from.get(0), from.get(1), from.get(2), FORMAT);
        }
        return CodeBlock.of("new $T($L, $L, $L)", RESHAPE, to.get(0), to.get(1), to.get(2));
    }

    /** Whether Deeplearning4j sees a difference between two shapes of the same numbers. */
    static boolean differ(Shape from, Shape to) {
        return isImage(from) || isImage(to) ? !(isImage(from) && isImage(to) && from.equals(to)) : false;
    }

    static CodeBlock pair(Pair pair) {
        return CodeBlock.of("$L, $L", pair.height(), pair.width());
    }

    /** Penalties: Deeplearning4j's L2 is half of Keras'. */
    static CodeBlock penalties(Penalty kernel, Penalty bias) {
        CodeBlock.Builder code = CodeBlock.builder();
        penalty(code, "l1", "", kernel.l1());
        penalty(code, "l2", "2 * ", kernel.l2());
        penalty(code, "l1Bias", "", bias.l1());
        penalty(code, "l2Bias", "2 * ", bias.l2());
        return code.build();
    }

    private static void penalty(CodeBlock.Builder code, String method, String factor, double value) {
        if (value != 0) {
            code.add(".$L($L$L)", method, factor, number(value));
        }
    }

    /** As a person writes it: {@code 0.001}, {@code 1e-7}. */
    static String number(double value) {
        return Double.toString(value).toLowerCase(Locale.ROOT);
    }
}
