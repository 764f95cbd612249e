package dev.jacquard.processor.read;

import java.util.List;

import javax.lang.model.element.ExecutableElement;

import dev.jacquard.processor.report.Anchor;

import org.jspecify.annotations.Nullable;

/**
 * A method of a definition: a value of the network.
 *
 * @param method     as it is written, or as a class file holds it
 * @param sources    the names of its parameters: what it is made from; with none, it is made from the value declared just before
 * @param content    what makes it
 * @param attributes of the layer annotation; null for a block and where there is no annotation
 * @param output     null without {@code @Output}
 */
public record Value(ExecutableElement method, List<String> sources, Content content, @Nullable Attributes attributes, @Nullable OutputSpec output) {
    /** Keeps its own copy of the names. */
    public Value {
        sources = List.copyOf(sources);
    }

    /** The method's name. */
    public String name() {
        return method.getSimpleName().toString();
    }

    /** The layer's name for messages: {@code Dense}, or the block's. */
    public String type() {
        return switch (content) {
            case Content.Single single -> single.layer().type();
            case Content.Inlined inlined -> inlined.block().name();
            case Content.Broken _ -> attributes == null ? "value" : attributes.name();
        };
    }

    /** The layer annotation, or the method where it has none. */
    public Anchor anchor() {
        return attributes == null ? Anchor.of(method) : attributes.anchor();
    }

    /** The parameter that names a source, counted from 0. */
    public Anchor source(int index) {
        return Anchor.of(method.getParameters().get(index));
    }

    /** The written value of an attribute, or what {@link #anchor()} gives. */
    public Anchor anchor(String attribute) {
        return attributes == null ? Anchor.of(method) : attributes.anchor(attribute);
    }
}
