package dev.jacquard.data;

import java.util.function.UnaryOperator;

/**
 * Two data sets that share no row.
 *
 * @param train rows to learn from
 * @param test  rows to judge with
 */
public record Split(Dataset train, Dataset test) {
    /** Does the same to both parts: {@code split.map(d -> d.scale(1 / 16f))}, {@code split.map(standardize::apply)}. */
    public Split map(UnaryOperator<Dataset> change) {
        return new Split(change.apply(train), change.apply(test));
    }
}
