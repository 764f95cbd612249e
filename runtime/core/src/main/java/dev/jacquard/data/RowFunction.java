package dev.jacquard.data;

/** Makes one row of a column from another. Called by several threads at once; reads nothing but what it is given. */
@FunctionalInterface
public interface RowFunction {
    /**
     * Computes one row.
     *
     * @param row    the numbers of the row, flat, row-major; not to be changed
     * @param pass   how often the set was gone through before; a function that ignores it gives the same row in each epoch
     * @param result receives the new row, flat, row-major; every number must be written
     */
    void apply(float[] row, int pass, float[] result);
}
