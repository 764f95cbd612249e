package dev.jacquard.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.jacquard.DataException;

/**
 * Which column of a file is what, by position.
 *
 * @param names       of all columns
 * @param label       position of the class column; −1 for none
 * @param targets     positions
 * @param inputs      positions, in the order of the data set
 * @param categorical whether a position holds texts to be made one-hot
 */
record CsvColumns(List<String> names, int label, List<Integer> targets, List<Integer> inputs, List<Boolean> categorical) {
    /**
     * Finds every column that was spoken of.
     *
     * @throws DataException for a column that is not there or has two uses, or when no input is left
     */
    static CsvColumns of(String file, CsvSettings settings, List<String> names) {
        String[] uses = new String[names.size()];
        Arrays.fill(uses, "");
        ColumnReference reference = settings.label();
        int label = reference == null ? -1 : use(file, names, uses, "the label", reference);
        List<Integer> targets = settings.targets().stream().map(c -> use(file, names, uses, "a target", c)).toList();
        settings.ignored().forEach(c -> use(file, names, uses, "ignored", c));
        Boolean[] categorical = new Boolean[names.size()];
        Arrays.fill(categorical, false);
        settings.categories().keySet().forEach(c -> categorical[c.in(file, names)] = true);
        List<Integer> inputs = new ArrayList<>(settings.inputs().stream().map(c -> use(file, names, uses, "an input", c)).toList());
        if (inputs.isEmpty()) {
            for (int i = 0; i < uses.length; i++) {
                if (uses[i].isEmpty()) {
                    inputs.add(i);
                }
            }
        }
        if (inputs.isEmpty()) {
            throw new DataException(file + ": no column is left as an input; its columns are " + names);
        }
        for (int i = 0; i < uses.length; i++) {
            if (categorical[i] && !inputs.contains(i)) {
                throw new DataException(file + ": column '" + names.get(i) + "' is categorical, but "
                        + (uses[i].isEmpty() ? "not among the inputs" : uses[i]) + "; only inputs are made one-hot");
            }
        }
        for (String column : settings.missing().byColumn().keySet()) {
            new ColumnReference.Name(column).in(file, names);
        }
        return new CsvColumns(names, label, targets, List.copyOf(inputs), List.of(categorical));
    }

    private static int use(String file, List<String> names, String[] uses, String use, ColumnReference column) {
        int index = column.in(file, names);
        if (!uses[index].isEmpty()) {
            throw new DataException(file + ": column '" + names.get(index) + "' is " + uses[index] + " and also " + use + "; it can be one of them");
        }
        uses[index] = use;
        return index;
    }
}
