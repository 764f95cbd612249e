package dev.jacquard.processor.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import javax.annotation.processing.Messager;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.tools.Diagnostic;

import org.jspecify.annotations.Nullable;

/**
 * What is to be said about one definition. Collects, so that a definition reports all its mistakes at once; says everything once; prints in the
 * order of the source.
 */
public final class Diagnostics {
    private final Predicate<Element> compiled;
    private final Anchor subject;
    private final List<Entry> entries;

    /**
     * Nothing to say yet.
     *
     * @param subject  where messages go whose own place is outside the compiled source
     * @param compiled whether an element is in the compiled source, so that a message on it has a position
     */
    public Diagnostics(Element subject, Predicate<Element> compiled) {
        this(Anchor.of(subject), compiled, new ArrayList<>());
    }

    private Diagnostics(Anchor subject, Predicate<Element> compiled, List<Entry> entries) {
        this.subject = subject;
        this.compiled = compiled;
        this.entries = entries;
    }

    /** The same collection, but messages without a position of their own go to another place. */
    public Diagnostics on(Element other) {
        return new Diagnostics(Anchor.of(other), compiled, entries);
    }

    /**
     * Notes a message unless it has been noted already, or is a warning or note that {@code @SuppressWarnings("jacquard")} silences there.
     *
     * @param anchor where
     * @param values of the placeholders, in their order
     */
    public void report(Message message, Anchor anchor, Object... values) {
        String text = message.format(List.of(values));
        Anchor place = anchor;
        if (!compiled.test(anchor.element())) {
            text = "[" + Position.path(anchor.element()) + "] " + text;
            place = subject;
        }
        if (message.kind() != Diagnostic.Kind.ERROR && Suppression.silences(message, place.element())) {
            return;
        }
        entries.add(new Entry(message, message.kind(), place, text));
    }

    /** Whether an element comes from a class file, so that messages on it have no position. */
    public boolean isOutside(Element element) {
        return !compiled.test(element);
    }

    /** Whether anything noted stops the build. */
    public boolean hasErrors() {
        return entries.stream().anyMatch(entry -> entry.kind == Diagnostic.Kind.ERROR);
    }

    /** Whether one of these messages has been noted at an element or inside it. */
    public boolean has(Set<Message> messages, Element around) {
        return entries.stream().anyMatch(entry -> messages.contains(entry.message) && isInside(entry.anchor.element(), around));
    }

    private static boolean isInside(@Nullable Element element, Element around) {
        return element != null && (element.equals(around) || isInside(element.getEnclosingElement(), around));
    }

    /**
     * Prints everything in the order of the source and forgets it.
     *
     * @param notes whether to print notes as well
     * @param said  what has been printed before, of this definition or another one; grows
     */
    public void print(Messager messager, boolean notes, Set<String> said) {
        List<Entry> ordered = new ArrayList<>(new LinkedHashSet<>(entries));
        ordered.sort((a, b) -> Position.of(a.anchor).compareTo(Position.of(b.anchor)));
        for (Entry entry : ordered) {
            if ((notes || entry.kind != Diagnostic.Kind.NOTE) && said.add(entry.message.code() + Position.of(entry.anchor) + entry.text)) {
                entry.print(messager);
            }
        }
        entries.clear();
    }

    private record Entry(Message message, Diagnostic.Kind kind, Anchor anchor, String text) {
        void print(Messager messager) {
            Element element = anchor.element();
            AnnotationMirror annotation = anchor.annotation();
            boolean outer = anchor.around() != null && messager.getClass().getName().startsWith("org.eclipse.");
            AnnotationValue value = outer ? anchor.around() : anchor.value();
            try {
                if (annotation == null) {
                    messager.printMessage(kind, text, element);
                } else if (value == null) {
                    messager.printMessage(kind, text, element, annotation);
                } else {
                    messager.printMessage(kind, text, element, annotation, value);
                }
            } catch (RuntimeException failure) {
                // ECJ 3.46 looks for the place in all annotations of the element and fails where one holds an empty array.
                messager.printMessage(kind, text, element);
            }
        }
    }
}
