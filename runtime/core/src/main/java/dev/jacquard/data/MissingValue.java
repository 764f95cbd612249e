package dev.jacquard.data;

/** What happens where a file has no value. */
sealed interface MissingValue {
    /** An error that names the place. */
    record Refused() implements MissingValue {
    }

    /** The whole row is left out. */
    record RowDropped() implements MissingValue {
    }

    /** The mean of the column's other values. */
    record Mean() implements MissingValue {
    }

    /** A fixed number. */
    record Constant(float value) implements MissingValue {
    }
}
