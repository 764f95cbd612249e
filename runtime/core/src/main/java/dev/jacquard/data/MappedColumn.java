package dev.jacquard.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import dev.jacquard.network.Column;
import dev.jacquard.network.Shape;

/** Rows of another column, changed when they are asked for. */
final class MappedColumn implements Column.Computed {
    private final Column source;
    private final Shape shape;
    private final RowFunction function;
    private final ThreadLocal<Scratch> scratch;

    MappedColumn(Column source, Shape shape, RowFunction function) {
        this.source = source;
        this.shape = shape;
        this.function = function;
        scratch = ThreadLocal.withInitial(() -> new Scratch(new float[source.width()], new float[shape.size()]));
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public int rows() {
        return source.rows();
    }

    @Override
    public void read(int row, int pass, MemorySegment target, long offset) {
        Scratch arrays = scratch.get();
        RowReader.read(source, row, pass, arrays.memory, 0);
        function.apply(arrays.row, pass, arrays.result);
        MemorySegment.copy(arrays.result, 0, target, ValueLayout.JAVA_FLOAT, 4 * offset, arrays.result.length);
    }

    /** One thread's arrays, so that reading a row allocates nothing. */
    private static final class Scratch {
        final float[] row;
        final MemorySegment memory;
        final float[] result;

        Scratch(float[] row, float[] result) {
            this.row = row;
            memory = MemorySegment.ofArray(row);
            this.result = result;
        }
    }
}
