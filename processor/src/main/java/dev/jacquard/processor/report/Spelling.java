package dev.jacquard.processor.report;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** Finds what a misspelt name was meant to be. */
public final class Spelling {
    private Spelling() {
    }

    /** The known name that differs in the fewest letters, when they are few against its length; else null. */
    public static @Nullable String nearest(String name, Collection<String> known) {
        return known.stream().filter(candidate -> distance(name, candidate) <= Math.max(1, Math.min(name.length(), candidate.length()) / 3))
                .min(Comparator.comparingInt(candidate -> distance(name, candidate))).orElse(null);
    }

    /** {@code did you mean x?}, or all known names where none is near. */
    public static String suggestion(String name, Collection<String> known) {
        String nearest = nearest(name, known);
        if (nearest != null) {
            return "did you mean " + nearest + "?";
        }
        return known.isEmpty() ? "declare it" : "there are " + String.join(", ", known);
    }

    /** Letters to insert, remove, replace or swap with the next one, whatever their case (Damerau, Levenshtein; optimal string alignment). */
    static int distance(String first, String second) {
        String a = first.toLowerCase(Locale.ROOT);
        String b = second.toLowerCase(Locale.ROOT);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(cost[i - 1][j - 1] + same, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
