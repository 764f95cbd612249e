package dev.jacquard.processor.pass;

import java.util.List;

import dev.jacquard.model.Activation;
import dev.jacquard.model.Loss;
import dev.jacquard.processor.graph.Layer;
import dev.jacquard.processor.graph.LayerNode;
import dev.jacquard.processor.read.ModelSpec;
import dev.jacquard.processor.read.OutputSpec;
import dev.jacquard.processor.read.ResultSpec;
import dev.jacquard.processor.report.Anchor;
import dev.jacquard.processor.report.Diagnostics;
import dev.jacquard.processor.report.Message;

import org.jspecify.annotations.Nullable;

/** Holds each result's loss against the layer that makes the result. */
final class CheckLosses {
    private final ModelSpec model;
    private final Diagnostics diagnostics;

    private CheckLosses(ModelSpec model, Diagnostics diagnostics) {
        this.model = model;
        this.diagnostics = diagnostics;
    }

    /** Checks the losses of the model as a whole. */
    static void check(ModelSpec model, Diagnostics diagnostics) {
        String name = model.type().getSimpleName().toString();
        List<Loss> own = model.results().stream().map(CheckLosses::own).toList();
        if (model.loss() == Loss.NONE && own.stream().allMatch(loss -> loss == Loss.NONE)) {
            diagnostics.report(Message.NO_LOSS, model.model().anchor(), name);
        } else if (model.loss() != Loss.NONE && !own.isEmpty() && own.stream().noneMatch(loss -> loss == Loss.NONE)) {
            diagnostics.report(Message.LOSS_UNUSED, model.model().anchor("loss"), name, model.loss());
        }
    }

    /** Checks one result's loss. */
    static void check(ResultSpec result, LayerNode node, ModelSpec model, Diagnostics diagnostics) {
        new CheckLosses(model, diagnostics.on(result.value().method())).check(result, node);
    }

    /** The loss of a result: its own, or else the model's. */
    static Loss loss(ResultSpec result, ModelSpec model) {
        return own(result) == Loss.NONE ? model.loss() : own(result);
    }

    /** Whether the loss is one of a choice between classes. */
    static boolean choosesClass(Loss loss) {
        return loss == Loss.CATEGORICAL_CROSSENTROPY || loss == Loss.SPARSE_CATEGORICAL_CROSSENTROPY;
    }

    private static Loss own(ResultSpec result) {
        OutputSpec output = result.value().output();
        return output == null ? Loss.NONE : output.loss();
    }

    private void check(ResultSpec result, LayerNode node) {
        Loss loss = loss(result, model);
        Activation activation = CheckTraining.activation(node);
        if (node.layer() instanceof Layer.Dropout) {
            diagnostics.report(Message.DROPOUT_LAST, node.anchor(), node.name());
            return;
        }
        switch (loss) {
            case NONE -> checkWeight(result.value().output(), result.value().name());
            case MEAN_SQUARED_ERROR -> {
                if (activation == Activation.SOFTMAX) {
                    diagnostics.report(Message.SQUARED_SOFTMAX, lossAnchor(result), node.name());
                }
            }
            case BINARY_CROSSENTROPY -> {
                LayerNode last = behindShape(node);
                if (last != null && CheckTraining.activation(last) != Activation.SIGMOID) {
                    diagnostics.report(Message.LOSS_NEEDS_SIGMOID, activationAnchor(node), node.name(), has(node), sigmoidRemedy(node, activation));
                }
            }
            case CATEGORICAL_CROSSENTROPY, SPARSE_CATEGORICAL_CROSSENTROPY -> {
                if (InferShapes.isKnown(node) && node.shape().last() == 1) {
                    diagnostics.report(Message.LOSS_NEEDS_CLASSES, lossAnchor(result), node.name(), loss, node.shape(),
                            CheckTraining.widerRemedy(node));
                } else if (activation != Activation.SOFTMAX) {
                    diagnostics.report(Message.LOSS_NEEDS_SOFTMAX, activationAnchor(node), node.name(), loss, has(node),
                            softmaxRemedy(node, activation));
                }
            }
        }
    }

    private void checkWeight(@Nullable OutputSpec output, String name) {
        if (output != null && output.attributes().writes("weight")) {
            diagnostics.report(Message.WEIGHT_UNUSED, output.attributes().anchor("weight"), name, output.weight());
        }
    }

    /** Layers that only change the shape leave each number what it is; null where a mistake hides what is before them. */
    private static @Nullable LayerNode behindShape(LayerNode node) {
        if (!(node.layer() instanceof Layer.Flatten) && !(node.layer() instanceof Layer.Reshape)) {
            return node;
        }
        return node.inputs().isEmpty() ? null : behindShape(node.inputs().getFirst());
    }

    private static String has(LayerNode node) {
        return takesActivation(node) ? "this " + node.layer().type() + " has activation " + CheckTraining.activation(node)
                : node.name() + " comes from " + node.layer().type();
    }

    private static boolean takesActivation(LayerNode node) {
        return node.layer() instanceof Layer.Dense || node.layer() instanceof Layer.Conv2D || node.layer() instanceof Layer.Activate;
    }

    private static String softmaxRemedy(LayerNode node, Activation activation) {
        if (activation == Activation.SIGMOID) {
            return set(node, "SOFTMAX") + ", or use BINARY_CROSSENTROPY where several classes can be right at once";
        }
        return set(node, "SOFTMAX");
    }

    private static String sigmoidRemedy(LayerNode node, Activation activation) {
        if (activation == Activation.SOFTMAX) {
            return "use CATEGORICAL_CROSSENTROPY, or " + set(node, "SIGMOID") + " where several classes can be right at once";
        }
        return set(node, "SIGMOID");
    }

    private static String set(LayerNode node, String activation) {
        if (node.layer() instanceof Layer.Activate) {
            return "write @Activate(" + activation + ")";
        }
        return takesActivation(node) ? "write activation = " + activation : "put @Activate(" + activation + ") behind it";
    }

    private Anchor lossAnchor(ResultSpec result) {
        OutputSpec output = result.value().output();
        return output != null && output.loss() != Loss.NONE ? output.attributes().anchor("loss") : model.model().anchor("loss");
    }

    private Anchor activationAnchor(LayerNode node) {
        return model.layers().stream().filter(spec -> spec.name().equals(node.name())).findFirst()
                .map(spec -> spec.value().anchor(node.layer() instanceof Layer.Activate ? "value" : "activation")).orElse(node.anchor());
    }
}
