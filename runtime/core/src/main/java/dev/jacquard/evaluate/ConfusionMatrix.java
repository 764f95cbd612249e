package dev.jacquard.evaluate;

import java.util.Locale;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;

/**
 * How often each class was taken for which, and the scores that follow from it, with scikit-learn's conventions: rows are the actual classes,
 * and a division by zero gives 0.
 */
public final class ConfusionMatrix {
    private final long[][] counts;

    /** Zero counts for that many classes, at least 2. */
    public ConfusionMatrix(int classes) {
        if (classes < 2) {
            throw new IllegalArgumentException("there are at least 2 classes to confuse, not " + classes);
        }
        counts = new long[classes][classes];
    }

    /**
     * Counts pairs of class numbers, each 0 … classes−1.
     *
     * @throws IllegalArgumentException when the arrays differ in length or a class number is out of range
     */
    public static ConfusionMatrix of(int[] actual, int[] predicted, int classes) {
        if (actual.length != predicted.length) {
            throw new IllegalArgumentException(actual.length + " actual classes cannot be compared with " + predicted.length + " predicted ones");
        }
        ConfusionMatrix matrix = new ConfusionMatrix(classes);
        for (int i = 0; i < actual.length; i++) {
            matrix.add(actual[i], predicted[i]);
        }
        return matrix;
    }

    /** Counts one answer. */
    public void add(int actual, int predicted) {
        counts[checked(actual)][checked(predicted)]++;
    }

    /** The number of classes. */
    public int classes() {
        return counts.length;
    }

    /** How often {@code actual} was taken for {@code predicted}. */
    public long count(int actual, int predicted) {
        return counts[checked(actual)][checked(predicted)];
    }

    /** All answers. */
    public long total() {
        long total = 0;
        for (int actual = 0; actual < classes(); actual++) {
            total += support(actual);
        }
        return total;
    }

    /** How often a class was there. */
    public long support(int actual) {
        long sum = 0;
        for (long count : counts[checked(actual)]) {
            sum += count;
        }
        return sum;
    }

    /** How often a class was answered. */
    public long predictions(int predicted) {
        checked(predicted);
        long sum = 0;
        for (long[] row : counts) {
            sum += row[predicted];
        }
        return sum;
    }

    /** The share of right answers. */
    public double accuracy() {
        long right = 0;
        for (int c = 0; c < classes(); c++) {
            right += counts[c][c];
        }
        return ratio(right, total());
    }

    /** Precision, recall and F1 of one class. */
    public ClassScores scores(int c) {
        checked(c);
        double precision = ratio(counts[c][c], predictions(c));
        double recall = ratio(counts[c][c], support(c));
        // 2·tp / (2·tp + fp + fn): defined even where precision and recall are both 0
        return new ClassScores(precision, recall, ratio(2 * counts[c][c], predictions(c) + support(c)), support(c));
    }

    /** The mean over all classes, each counting the same. */
    public ClassScores macro() {
        return mean(c -> 1.0 / classes());
    }

    /** The mean over all classes, each counting as often as it was there. */
    public ClassScores weighted() {
        double total = total();
        return mean(c -> total == 0 ? 0 : support(c) / total);
    }

    private ClassScores mean(IntToDoubleFunction weight) {
        double precision = 0;
        double recall = 0;
        double f1 = 0;
        for (int c = 0; c < classes(); c++) {
            ClassScores scores = scores(c);
            precision += weight.applyAsDouble(c) * scores.precision();
            recall += weight.applyAsDouble(c) * scores.recall();
            f1 += weight.applyAsDouble(c) * scores.f1();
        }
        return new ClassScores(precision, recall, f1, total());
    }

    /** The counts as a table: a row for each actual class, a column for each answer. */
    @Override
    public String toString() {
        return table(String::valueOf);
    }

    String table(ClassNames names) {
        int width = 1;
        int nameWidth = 1;
        for (int c = 0; c < classes(); c++) {
            nameWidth = Math.max(nameWidth, names.name(c).length());
            for (long count : counts[c]) {
                width = Math.max(width, String.valueOf(count).length());
            }
        }
        width = Math.max(width, nameWidth);
        StringBuilder text = new StringBuilder(" ".repeat(nameWidth));
        for (int c = 0; c < classes(); c++) {
            text.append("  ").append(right(names.name(c), width));
        }
        for (int actual = 0; actual < classes(); actual++) {
            text.append('\n').append(right(names.name(actual), nameWidth));
            for (long count : counts[actual]) {
                text.append("  ").append(right(String.valueOf(count), width));
            }
        }
        return text.append('\n').toString();
    }

    private static String right(String text, int width) {
        return String.format(Locale.ROOT, "%" + width + "s", text);
    }

    private int checked(int c) {
        if (c < 0 || c >= counts.length) {
            throw new IllegalArgumentException("class " + c + " is not among 0 … " + (counts.length - 1));
        }
        return c;
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    /** What classes are called in tables. */
    @FunctionalInterface
    interface ClassNames {
        String name(int c);

        static ClassNames of(String... names) {
            Objects.requireNonNull(names, "names");
            return c -> c < names.length ? names[c] : String.valueOf(c);
        }
    }
}
