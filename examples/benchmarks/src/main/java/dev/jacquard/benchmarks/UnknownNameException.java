package dev.jacquard.benchmarks;

import java.util.Comparator;
import java.util.List;

import dev.jacquard.JacquardException;

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
        return known.stream().min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .filter(candidate -> distance(name, candidate) <= Math.max(2, candidate.length() / 2))
                .map(candidate -> "did you mean '" + candidate + "'? ").orElse("");
    }

    /** Levenshtein's edit distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
