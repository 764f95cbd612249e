package dev.jacquard;

import java.util.Collection;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** What an unknown name was meant to be. */
public final class Suggestion {
    private Suggestion() {
    }

    /** The end of a message: {@code " — did you mean 'x'?"} for a name at most a third wrong, else the names there are. */
    public static String among(String name, Collection<String> known) {
        String nearest = nearest(name, known);
        return nearest == null ? "; there are " + known.stream().limit(30).toList() : " — did you mean '" + nearest + "'?";
    }

    /** The known name that differs in the fewest letters, whatever their case, where they are at most a third of the name; else null. */
    public static @Nullable String nearest(String name, Collection<String> known) {
        String best = null;
        int least = Math.max(1, name.length() / 3);
        for (String candidate : known) {
            int distance = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < least || distance == least && best == null) {
                least = distance;
                best = candidate;
            }
        }
        return best;
    }

    /** The fewest insertions, deletions and replacements that turn one into the other (Levenshtein 1966). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
