package dev.jacquard.network;

import java.util.List;

import dev.jacquard.DataException;

/** Whether a data set has the input columns a network asks for. Widths only: what is in the rows is the data's own affair. */
final class SampleShapes {
    private SampleShapes() {
    }

    /**
     * Columns for every input, each as wide as the input.
     *
     * @throws DataException naming the first column that differs, what it has and what the network expects
     */
    static void checkInputs(Description description, Samples samples) {
        List<InputDescription> inputs = description.inputs();
        checkCount(description.name(), inputs.stream().map(InputDescription::name).toList(), samples.inputs().size());
        for (int index = 0; index < inputs.size(); index++) {
            InputDescription input = inputs.get(index);
            checkColumn(description.name(), "input '" + input.name() + "' " + input.shape(), input.shape().size(),
                    samples.inputs().get(index), samples.size());
        }
    }

    private static void checkCount(String network, List<String> names, int given) {
        if (given != names.size()) {
            throw new DataException("the data has " + given + " input columns, but " + network + " needs " + names.size() + ": " + names);
        }
    }

    private static void checkColumn(String network, String what, int width, Column column, int rows) {
        if (column.width() != width) {
            throw new DataException("the " + what + " of " + network + " takes " + width + " numbers a row, but the data has " + column.width()
                    + " " + column.shape());
        }
        if (column.rows() < rows) {
            throw new DataException("the column for the " + what + " of " + network + " has " + column.rows() + " rows, but the data has " + rows);
        }
    }
}
