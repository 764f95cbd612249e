package dev.jacquard.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.jacquard.DataException;
import dev.jacquard.Spec;
import dev.jacquard.network.Column;

/**
 * Several inputs or targets, in the order of the network's: {@code Dataset.of(d -> d.input("photo", photos).input("age", ages).labels("species",
 * species))}. Names are those of the definition's methods; a network refuses a set whose names are in another order than its own.
 */
public final class DatasetSpec extends Spec {
    private final List<NamedColumn> inputs = new ArrayList<>();
    private final List<NamedColumn> targets = new ArrayList<>();

    private DatasetSpec() {
    }

    static Dataset dataset(Consumer<? super DatasetSpec> says) {
        DatasetSpec spec = new DatasetSpec();
        return frozen(spec, says, () -> new Dataset(spec.inputs, spec.targets));
    }

    /** An input of (rows, width) floats. */
    public DatasetSpec input(String name, float[][] rows) {
        speaking();
        return input(name, ArrayColumns.floats("input '" + name + "'", rows));
    }

    /** An input in whatever form it has. */
    public DatasetSpec input(String name, Column column) {
        speaking();
        inputs.add(named("input", name, column, inputs));
        return this;
    }

    /** A target of (rows, width) floats. */
    public DatasetSpec target(String name, float[][] rows) {
        speaking();
        return target(name, ArrayColumns.floats("target '" + name + "'", rows));
    }

    /** A target of one float a row. */
    public DatasetSpec target(String name, float[] rows) {
        speaking();
        return target(name, ArrayColumns.floats("target '" + name + "'", rows));
    }

    /** A target in whatever form it has. */
    public DatasetSpec target(String name, Column column) {
        speaking();
        targets.add(named("target", name, column, targets));
        return this;
    }

    /** A target of one class number a row. */
    public DatasetSpec labels(String name, int[] rows) {
        speaking();
        return target(name, ArrayColumns.labels("target '" + name + "'", rows));
    }

    /** A target of one class number for each position of a row. */
    public DatasetSpec labels(String name, int[][] rows) {
        speaking();
        return target(name, ArrayColumns.labels("target '" + name + "'", rows));
    }

    private static NamedColumn named(String kind, String name, Column column, List<NamedColumn> others) {
        if (!name.isEmpty() && others.stream().anyMatch(o -> o.name().equals(name))) {
            throw new DataException("the data set has two " + kind + "s named '" + name + "'; give each its own name");
        }
        return new NamedColumn(name, ArrayColumns.checked(kind + " '" + name + "'", column), List.of(), List.of());
    }
}
