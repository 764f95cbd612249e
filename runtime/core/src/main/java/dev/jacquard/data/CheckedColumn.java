package dev.jacquard.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import dev.jacquard.DataException;
import dev.jacquard.network.Column;
import dev.jacquard.network.Shape;

/**
 * Computed rows whose numbers are looked at when they are computed: there is no earlier time.
 *
 * @param what   how messages call it
 * @param source computes the rows
 */
record CheckedColumn(String what, Column.Computed source) implements Column.Computed {
    @Override
    public Shape shape() {
        return source.shape();
    }

    @Override
    public int rows() {
        return source.rows();
    }

    /**
     * Computes a row.
     *
     * @throws DataException naming row, column and pass of the first number that is not finite
     */
    @Override
    public void read(int row, int pass, MemorySegment target, long offset) {
        source.read(row, pass, target, offset);
        int width = width();
        for (int i = 0; i < width; i++) {
            float value = target.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * (offset + i));
            if (!Float.isFinite(value)) {
                throw new DataException(what + ": row " + row + ", column " + i + " is " + value + " in pass " + pass
                        + "; let what computes it give finite numbers only, or leave out such rows");
            }
        }
    }
}
