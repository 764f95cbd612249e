package dev.jacquard.data;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import dev.jacquard.Spec;

/**
 * What happens where a file has no value: {@code missing(m -> m.marker("?").mean("age").dropRow("embarked"))}. A method without columns speaks for
 * all columns that no other method names. In a categorical column, a value or a mean means none of the categories: zeros. Labels and targets are
 * never made up: only {@link #dropRow} applies to them.
 */
public final class MissingSpec extends Spec {
    private final Set<String> markers;
    private final Map<String, MissingValue> byColumn;
    private MissingValue otherwise;

    private MissingSpec(MissingSettings before) {
        markers = new LinkedHashSet<>(before.markers());
        byColumn = new LinkedHashMap<>(before.byColumn());
        otherwise = before.otherwise();
    }

    /** Lets the caller speak, then freezes what was said. */
    public static MissingSettings settings(Consumer<? super MissingSpec> says) {
        return settings(MissingSettings.DEFAULT, says);
    }

    /** Lets the caller add to what was said before. */
    static MissingSettings settings(MissingSettings before, Consumer<? super MissingSpec> says) {
        MissingSpec spec = new MissingSpec(before);
        return frozen(spec, says, () -> new MissingSettings(spec.markers, spec.byColumn, spec.otherwise));
    }

    /** Texts that stand for a missing value, besides nothing at all: {@code "?"}, {@code "NA"}. */
    public MissingSpec marker(String... texts) {
        speaking();
        markers.addAll(List.of(texts));
        return this;
    }

    /** Takes the mean of the column's other values in this file. */
    public MissingSpec mean(String... columns) {
        speaking();
        return set(new MissingValue.Mean(), columns);
    }

    /** Takes a fixed number. */
    public MissingSpec value(float value, String... columns) {
        speaking();
        return set(new MissingValue.Constant(value), columns);
    }

    /** Leaves the whole row out. */
    public MissingSpec dropRow(String... columns) {
        speaking();
        return set(new MissingValue.RowDropped(), columns);
    }

    private MissingSpec set(MissingValue policy, String... columns) {
        if (columns.length == 0) {
            otherwise = policy;
        }
        for (String column : columns) {
            byColumn.put(column, policy);
        }
        return this;
    }
}
