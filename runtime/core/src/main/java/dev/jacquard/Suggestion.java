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

    /**
     * The known name that differs in the fewest letters, whatever their case, where they are at most a third of the name; else one that the name
     * is a part of; else null.
     */
    public static @Nullable String nearest(String name, Collection<String> known) {
        String written = name.toLowerCase(Locale.ROOT);
        String best = null;
        int least = Math.max(1, name.length() / 3) + 1;
        for (String candidate : known) {
            int distance = distance(written, candidate.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best != null || name.length() < 3 ? best
                : known.stream().filter(candidate -> candidate.toLowerCase(Locale.ROOT).contains(written)).findFirst().orElse(null);
    }

    /** Letters to insert, remove, replace or swap with the next one (Damerau, Levenshtein; optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
