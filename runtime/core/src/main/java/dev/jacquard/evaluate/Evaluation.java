package dev.jacquard.evaluate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a network's answers to a data set are worth.
 *
 * @param rows       of the data set
 * @param values     loss and metrics by name
 * @param confusions a confusion matrix for every output that chooses between classes, by the output's name
 */
public record Evaluation(int rows, Map<String, Double> values, Map<String, ConfusionMatrix> confusions) {
    private static final int LARGEST_TABLE = 30;

    /** Keeps its own copies, in the same order. */
    public Evaluation {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        confusions = Collections.unmodifiableMap(new LinkedHashMap<>(confusions));
    }

    /** The mean loss, penalties included. */
    public double loss() {
        return value(ValueNames.LOSS);
    }

    /**
     * The value of that name: {@code mean_absolute_error}.
     *
     * @throws IllegalArgumentException naming the values there are
     */
    public double value(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the evaluation has no value '" + name + "'; it has " + values.keySet());
        }
        return value;
    }

    /** A metric of the network's only output. */
    public double value(Metric metric) {
        return value(metric.key());
    }

    /** The share of right answers of the network's only output. */
    public double accuracy() {
        Double asked = values.get(Metric.ACCURACY.key());
        return asked != null ? asked : confusion().accuracy();
    }

    /**
     * The confusion matrix of the only output that chooses between classes.
     *
     * @throws IllegalStateException when there is none, or more than one
     */
    public ConfusionMatrix confusion() {
        if (confusions.size() != 1) {
            throw new IllegalStateException(confusions.isEmpty() ? "no output chooses between classes, so there is nothing to confuse"
                    : "several outputs choose between classes, name one of " + confusions.keySet());
        }
        return confusions.values().iterator().next();
    }

    /**
     * The confusion matrix of one output.
     *
     * @throws IllegalArgumentException when that output does not choose between classes
     */
    public ConfusionMatrix confusion(String output) {
        ConfusionMatrix confusion = confusions.get(output);
        if (confusion == null) {
            throw new IllegalArgumentException("'" + output + "' is not an output that chooses between classes; those are " + confusions.keySet());
        }
        return confusion;
    }

    /** {@link #summary(String...)} with the names that a data set knows: {@code summary(data.classNames())}. */
    public String summary(List<String> classNames) {
        return summary(classNames.toArray(String[]::new));
    }

    /** Loss and metrics, and for classes a table of precision, recall and F1, and the confusion matrix. */
    public String summary(String... classNames) {
        StringBuilder text = new StringBuilder(toString()).append('\n');
        confusions.forEach((output, confusion) -> {
            if (confusions.size() > 1) {
                text.append('\n').append(output).append(":\n");
            }
            ConfusionMatrix.ClassNames names = ConfusionMatrix.ClassNames.of(classNames);
            text.append('\n').append(report(confusion, names));
            if (confusion.classes() <= LARGEST_TABLE) {
                text.append("\nconfusion (a row for each actual class, a column for each answer)\n").append(confusion.table(names));
            }
        });
        return text.toString();
    }

    private static String report(ConfusionMatrix confusion, ConfusionMatrix.ClassNames names) {
        int width = "weighted avg".length();
        for (int c = 0; c < confusion.classes(); c++) {
            width = Math.max(width, names.name(c).length());
        }
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%" + width + "s  precision    recall  f1-score   support\n", ""));
        for (int c = 0; c < confusion.classes(); c++) {
            line(text, width, names.name(c), confusion.scores(c));
        }
        text.append(String.format(Locale.ROOT, "\n%" + width + "s  %9s %9s %9.4f %9d\n", "accuracy", "", "", confusion.accuracy(),
                confusion.total()));
        line(text, width, "macro avg", confusion.macro());
        line(text, width, "weighted avg", confusion.weighted());
        return text.toString();
    }

    private static void line(StringBuilder text, int width, String name, ClassScores scores) {
        text.append(String.format(Locale.ROOT, "%" + width + "s  %9.4f %9.4f %9.4f %9d\n", name, scores.precision(), scores.recall(), scores.f1(),
                scores.support()));
    }

    /** One line: {@code 10,000 rows: loss 0.3301, accuracy 0.8812}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%,d rows", rows));
        String separator = ": ";
        for (Map.Entry<String, Double> value : values.entrySet()) {
            text.append(separator).append(value.getKey()).append(String.format(Locale.ROOT, " %.4f", value.getValue()));
            separator = ", ";
        }
        return text.toString();
    }
}
