package dev.jacquard.data;

import java.util.List;

import dev.jacquard.network.Column;

/**
 * A column of a data set with what people call it.
 *
 * @param name     the input or target it is meant for; empty when nobody said
 * @param column   the numbers
 * @param features a name for each number of a row, or nothing
 * @param classes  a name for each class number, or nothing
 */
record NamedColumn(String name, Column column, List<String> features, List<String> classes) {
    /** Keeps its own copies. */
    NamedColumn {
        features = List.copyOf(features);
        classes = List.copyOf(classes);
    }

    /** A column that nobody named. */
    static NamedColumn unnamed(Column column) {
        return new NamedColumn("", column, List.of(), List.of());
    }

    /** Other numbers under the same names; names of features are kept while their count fits. */
    NamedColumn with(Column other) {
        return new NamedColumn(name, other, features.size() == other.width() ? features : List.of(), classes);
    }

    /** What it holds: {@code (4) floats}. */
    String form() {
        String form = switch (column) {
            case Column.Floats _ -> "floats";
            case Column.Bytes _ -> "bytes";
            case Column.Labels _ -> "classes";
            case Column.Computed _ -> "computed";
        };
        return column.shape() + " " + form;
    }

    /** How messages call it: {@code input 'image'} or {@code input 0}. */
    String title(String kind, int index) {
        return name.isEmpty() ? kind + " " + index : kind + " '" + name + "'";
    }
}
