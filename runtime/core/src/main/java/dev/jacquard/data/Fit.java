package dev.jacquard.data;

import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Collectors;

import dev.jacquard.DataException;
import dev.jacquard.model.Loss;
import dev.jacquard.network.Column;
import dev.jacquard.network.Description;
import dev.jacquard.network.InputDescription;
import dev.jacquard.network.OutputDescription;
import dev.jacquard.network.Samples;
import dev.jacquard.network.Shape;

/** Whether rows fit a network, said before the first step in words about both. */
public final class Fit {
    private Fit() {
    }

    /**
     * Inputs and, where the samples have targets, targets.
     *
     * @throws DataException naming the input or output, both shapes, or the row and its label
     */
    public static void check(Samples samples, Description network) {
        checkInputs(samples, network);
        if (!samples.targets().isEmpty()) {
            checkTargets(samples, network);
        }
    }

    /**
     * Inputs alone: what prediction needs.
     *
     * @throws DataException naming the input and both shapes
     */
    public static void checkInputs(Samples samples, Description network) {
        List<InputDescription> wanted = network.inputs();
        if (samples.size() < 1) {
            throw new DataException(network.name() + " was given no rows");
        }
        if (samples.inputs().size() != wanted.size()) {
            throw new DataException(network.name() + " has " + wanted.size() + " inputs " + wanted.stream().map(InputDescription::name).toList()
                    + ", but the data set has " + samples.inputs().size());
        }
        if (samples instanceof Dataset dataset) {
            sameOrder("input", dataset.inputNames(), wanted.stream().map(InputDescription::name).toList());
        }
        for (int i = 0; i < wanted.size(); i++) {
            InputDescription input = wanted.get(i);
            Column column = samples.inputs().get(i);
            if (!sameNumbers(column.shape(), input.shape())) {
                throw new DataException("input '" + input.name() + "' of " + network.name() + " is " + input.shape() + ", but rows are "
                        + column.shape() + remedy(column.shape(), input.shape()));
            }
        }
    }

    /**
     * Targets: what training and evaluation need.
     *
     * @throws DataException naming the output, both shapes, or the row and its label
     */
    public static void checkTargets(Samples samples, Description network) {
        List<OutputDescription> outputs = network.outputs();
        List<Column> targets = samples.targets();
        if (targets.isEmpty()) {
            throw new DataException("the data set has no targets, but " + network.name() + " compares " + names(outputs)
                    + " with targets; use Dataset.of(x, y), or inputsAsTargets() for an autoencoder");
        }
        if (targets.size() != outputs.size()) {
            throw new DataException(network.name() + " has " + outputs.size() + " outputs " + names(outputs) + ", but the data set has "
                    + targets.size() + " targets");
        }
        if (samples instanceof Dataset dataset) {
            sameOrder("target", dataset.targetNames(), outputs.stream().map(OutputDescription::name).toList());
        }
        if (samples instanceof Dataset dataset && outputs.getFirst().loss() == Loss.MEAN_SQUARED_ERROR
                && targets.getFirst() instanceof Column.Labels && !dataset.classNames().isEmpty()) {
            throw new DataException("output '" + outputs.getFirst().name() + "' of " + network.name() + " with MEAN_SQUARED_ERROR learns numbers, "
                    + "but its target is one of " + dataset.classNames().size() + " classes, such as '" + dataset.classNames().getFirst()
                    + "'; read numbers with target(…) instead of label(…), or say oneHot(" + dataset.classNames().size() + ")");
        }
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i).loss() != Loss.NONE) {
                checkTarget(network.name(), outputs.get(i), targets.get(i));
            }
        }
    }

    private static String names(List<OutputDescription> outputs) {
        return outputs.stream().map(OutputDescription::name).collect(Collectors.joining(", ", "[", "]"));
    }

    private static void sameOrder(String kind, List<String> given, List<String> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            if (!given.get(i).isEmpty() && wanted.contains(given.get(i)) && !given.get(i).equals(wanted.get(i))) {
                throw new DataException(kind + " " + i + " of the data set is '" + given.get(i) + "', but the network's is '" + wanted.get(i)
                        + "'; give them in the order " + wanted);
            }
        }
    }

    /** Flat rows fit any shape of as many numbers; other shapes may differ in dimensions of 1 only. */
    private static boolean sameNumbers(Shape given, Shape wanted) {
        return given.size() == wanted.size() && (given.rank() <= 1 || wanted.rank() <= 1 || withoutOnes(given).equals(withoutOnes(wanted)));
    }

    private static List<Integer> withoutOnes(Shape shape) {
        return shape.dimensions().stream().filter(d -> d != 1).toList();
    }

    private static String remedy(Shape given, Shape wanted) {
        if (given.size() != wanted.size()) {
            return ": " + given.size() + " numbers instead of " + wanted.size() + "; change @Input or the columns you take";
        }
        return ": as many numbers in another order; channels come last here — rearrange the rows, or use reshape if only the names of the "
                + "dimensions differ";
    }

    private static void checkTarget(String network, OutputDescription output, Column target) {
        String title = "output '" + output.name() + "' of " + network;
        if (output.sparse()) {
            if (!(target instanceof Column.Labels labels)) {
                throw new DataException(title + " with " + output.loss() + " needs class numbers, but its target is " + target.shape()
                        + " numbers; give int[] labels, or use CATEGORICAL_CROSSENTROPY for rows of probabilities");
            }
            checkWidth(title, output, target);
            checkLabels(title, labels, output.shape().last());
            return;
        }
        if (output.loss() == Loss.CATEGORICAL_CROSSENTROPY && target instanceof Column.Labels) {
            throw new DataException(title + " with CATEGORICAL_CROSSENTROPY needs rows of " + output.targetWidth()
                    + " probabilities, but its target is class numbers; use oneHot(" + output.shape().last()
                    + "), or SPARSE_CATEGORICAL_CROSSENTROPY");
        }
        checkWidth(title, output, target);
        switch (output.loss()) {
            case BINARY_CROSSENTROPY, CATEGORICAL_CROSSENTROPY -> checkProbabilities(title, output.loss(), target);
            case NONE, MEAN_SQUARED_ERROR, SPARSE_CATEGORICAL_CROSSENTROPY -> {
                // any number will do, or was looked at above
            }
        }
    }

    private static void checkWidth(String title, OutputDescription output, Column target) {
        if (target.width() != output.targetWidth()) {
            throw new DataException(title + " is " + output.shape() + " and needs " + output.targetWidth() + " target numbers a row, but rows have "
                    + target.width());
        }
    }

    private static void checkLabels(String title, Column.Labels labels, int classes) {
        long count = (long) labels.rows() * labels.width();
        for (long i = 0; i < count; i++) {
            int label = labels.values().get(ValueLayout.JAVA_INT_UNALIGNED, 4 * i);
            if (label < 0 || label >= classes) {
                throw new DataException("row " + i / labels.width() + " has class " + label + ", but " + title + " knows the " + classes
                        + " classes 0 to " + (classes - 1));
            }
        }
    }

    private static void checkProbabilities(String title, Loss loss, Column target) {
        switch (target) {
            case Column.Labels labels -> checkLabels(title, labels, 2);
            case Column.Floats floats -> {
                long count = (long) floats.rows() * floats.width();
                for (long i = 0; i < count; i++) {
                    probability(title, loss, i / floats.width(), i % floats.width(),
                            floats.values().get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * i));
                }
            }
            case Column.Bytes bytes -> {
                float darkest = Math.min(bytes.offset(), 255 * bytes.scale() + bytes.offset());
                float brightest = Math.max(bytes.offset(), 255 * bytes.scale() + bytes.offset());
                if (darkest < 0 || brightest > 1 + 1e-6f) {
                    throw new DataException(title + " with " + loss + " needs targets from 0 to 1, but its bytes mean " + darkest + " to " + brightest
                            + "; use scale(1 / 255f) first");
                }
            }
            case Column.Computed _ -> {
                // its rows do not exist yet
            }
        }
    }

    private static void probability(String title, Loss loss, long row, long column, float value) {
        if (!(value >= 0 && value <= 1)) {
            throw new DataException(title + " with " + loss + " needs targets from 0 to 1, but row " + row + ", column " + column + " is " + value);
        }
    }
}
