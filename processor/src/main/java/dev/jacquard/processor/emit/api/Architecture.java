package dev.jacquard.processor.emit.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.jacquard.model.Activation;
import dev.jacquard.model.Padding;
import dev.jacquard.processor.graph.Layer;
import dev.jacquard.processor.graph.Layer.Pair;
import dev.jacquard.processor.graph.LayerNode;
import dev.jacquard.processor.pass.ArenaLayout;
import dev.jacquard.processor.pass.Compilation;

/**
 * What two networks must share to exchange weights: all that changes an answer. Losses, initial values, penalties, dropout rates and the momentum of
 * a normalisation change only what is learnt.
 */
final class Architecture {
    private Architecture() {
    }

    /**
     * A layer's attributes that change an answer, as texts by name. Every pattern names all attributes of its layer, so that javac asks about a new
     * one.
     */
    static SortedMap<String, String> attributes(LayerNode node) {
        return new TreeMap<>(switch (node.layer()) {
            case Layer.Dense(int units, Activation activation, boolean useBias, var _, var _, var _, var _) ->
                texts(Map.of("units", units, "activation", activation, "useBias", useBias));
            case Layer.Conv2D(int filters, Pair kernel, Pair strides, Padding padding, Pair dilation, Activation activation, boolean useBias, var _, var _, var _, var _) ->
                texts(Map.of("filters", filters, "kernel", text(kernel), "strides", text(strides), "padding", padding, "dilation", text(dilation),
                        "activation", activation, "useBias", useBias));
            case Layer.MaxPooling2D(Pair pool, Pair strides, Padding padding) -> window(pool, strides, padding);
            case Layer.AveragePooling2D(Pair pool, Pair strides, Padding padding) -> window(pool, strides, padding);
            case Layer.Activate(Activation activation) -> texts(Map.of("activation", activation));
            case Layer.BatchNorm(double _, double epsilon, boolean center, boolean scale) ->
                texts(Map.of("epsilon", epsilon, "center", center, "scale", scale));
            case Layer.Concatenate(int axis) -> texts(Map.of("axis", axis < 0 ? node.shape().rank() + axis : axis));
            case Layer.Dropout(double _),Layer.Input(var _),Layer.Reshape(var _) -> Map.of();
            case Layer.Flatten(),Layer.Add() -> Map.of();
        });
    }

    private static Map<String, String> window(Pair pool, Pair strides, Padding padding) {
        return texts(Map.of("pool", text(pool), "strides", text(strides), "padding", padding));
    }

    private static Map<String, String> texts(Map<String, Object> values) {
        Map<String, String> texts = new TreeMap<>();
        values.forEach((name, value) -> texts.put(name, value.toString()));
        return texts;
    }

    private static String text(Pair pair) {
        return "(" + pair.height() + ", " + pair.width() + ")";
    }

    /** SHA-256 over layers, their attributes, wiring, shapes and parameters. */
    static String hash(Compilation model) {
        StringBuilder text = new StringBuilder();
        for (LayerNode node : model.layers().nodes()) {
            text.append(node.name()).append(' ').append(node.layer().type()).append(' ')
                    .append(node.inputs().stream().map(LayerNode::name).toList()).append(' ').append(attributes(node)).append(' ')
                    .append(node.shape()).append('\n');
        }
        for (ArenaLayout.Place place : model.arena().places()) {
            text.append(place.parameter().name()).append(' ').append(place.parameter().shape()).append('\n');
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
