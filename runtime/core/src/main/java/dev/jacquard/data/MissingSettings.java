package dev.jacquard.data;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What happens where a file has no value, see {@link MissingSpec}.
 *
 * @param markers   texts that stand for a missing value
 * @param byColumn  policies of single columns
 * @param otherwise the policy of all others
 */
public record MissingSettings(Set<String> markers, Map<String, MissingValue> byColumn, MissingValue otherwise) {
    /** An error for every field that is empty. */
    static final MissingSettings DEFAULT = new MissingSettings(Set.of(""), Map.of(), new MissingValue.Refused());

    /** Keeps its own copies. */
    public MissingSettings {
        markers = Set.copyOf(markers);
        byColumn = Map.copyOf(byColumn);
        Objects.requireNonNull(otherwise, "otherwise");
    }

    MissingValue of(String column) {
        return byColumn.getOrDefault(column, otherwise);
    }
}
