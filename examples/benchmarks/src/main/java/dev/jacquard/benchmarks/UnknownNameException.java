package dev.jacquard.benchmarks;

import java.util.List;

import dev.jacquard.JacquardException;
import dev.jacquard.Suggestion;

/** A name on the command line that nothing answers to. The message lists the known names, the nearest one first. */
public final class UnknownNameException extends JacquardException {
    private static final long serialVersionUID = 1L;

    /** With a message of its own. */
    public UnknownNameException(String message) {
        super(message);
    }

    /** {@code name} is not one of the {@code known} names of a {@code kind} of thing, for example “engine”. */
    public UnknownNameException(String kind, String name, List<String> known) {
        super("Unknown " + kind + " '" + name + "': " + suggestion(name, known) + "known are " + String.join(", ", known));
    }

    private static String suggestion(String name, List<String> known) {
        String nearest = Suggestion.nearest(name, known);
        return nearest == null ? "" : "did you mean '" + nearest + "'? ";
    }
}
