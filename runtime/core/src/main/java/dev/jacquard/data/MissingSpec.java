package dev.jacquard.data;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What happens where a file has no value: {@code missing(m -> m.marker("?").mean("age").dropRow("embarked"))}. A method without columns speaks for
 * all columns that no other method names. In a categorical column, a value or a mean means none of the categories: zeros. Labels and targets are
 * never made up: only {@link #dropRow} applies to them.
 */
public final class MissingSpec {
    private final Set<String> markers = new LinkedHashSet<>(List.of(""));
    private final Map<String, MissingValue> byColumn = new LinkedHashMap<>();
    private MissingValue otherwise = new MissingValue.Refused();

    MissingSpec() {
    }

    /** Texts that stand for a missing value, besides nothing at all: {@code "?"}, {@code "NA"}. */
    public MissingSpec marker(String... texts) {
        markers.addAll(List.of(texts));
        return this;
    }

    /** Takes the mean of the column's other values in this file. */
    public MissingSpec mean(String... columns) {
        return set(new MissingValue.Mean(), columns);
    }

    /** Takes a fixed number. */
    public MissingSpec value(float value, String... columns) {
        if (!Float.isFinite(value)) {
            throw new IllegalArgumentException("a missing value is replaced by a finite number, not " + value);
        }
        return set(new MissingValue.Constant(value), columns);
    }

    /** Leaves the whole row out. */
    public MissingSpec dropRow(String... columns) {
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

    Settings settings() {
        return new Settings(Set.copyOf(markers), Map.copyOf(byColumn), otherwise);
    }

    /**
     * What was said.
     *
     * @param markers   texts that stand for a missing value
     * @param byColumn  policies of single columns
     * @param otherwise the policy of all others
     */
    record Settings(Set<String> markers, Map<String, MissingValue> byColumn, MissingValue otherwise) {
        MissingValue of(String column) {
            return byColumn.getOrDefault(column, otherwise);
        }
    }
}
