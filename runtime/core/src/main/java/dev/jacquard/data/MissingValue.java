package dev.jacquard.data;

/** What happens where a file has no value. */
public sealed interface MissingValue {
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
        /** Refuses NaN and infinity. */
        public Constant {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("a missing value is replaced by a finite number, not " + value);
            }
        }
    }
}
