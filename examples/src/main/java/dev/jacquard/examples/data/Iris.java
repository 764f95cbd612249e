package dev.jacquard.examples.data;

import dev.jacquard.data.Dataset;

/** 150 flowers of three species, 50 of each (Fisher 1936): inputs (4) in cm, one class number. The rows are sorted by species. */
public final class Iris {
    private Iris() {
    }

    /** All rows, with names of features and classes. */
    public static Dataset load() {
        return EmbeddedCsv.read("iris.csv", c -> c.skipLines(1)
                .columns("sepal length", "sepal width", "petal length", "petal width", "species")
                .label("species").classes("setosa", "versicolor", "virginica"));
    }
}
