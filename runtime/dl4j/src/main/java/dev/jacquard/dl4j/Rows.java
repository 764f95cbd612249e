package dev.jacquard.dl4j;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import dev.jacquard.network.Column;
import dev.jacquard.network.OutputDescription;
import dev.jacquard.network.Shape;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Rows of a data set as Deeplearning4j's arrays: images as (rows, height, width, channels), everything else as (rows, numbers). */
final class Rows {
    private Rows() {
    }

    /** Rows of an input. */
    static INDArray input(Column column, Shape shape, int[] order, int from, int to, int pass) {
        return Nd4j.create(floats(column, order, from, to, pass), shape(shape, to - from), 'c');
    }

    /** Rows of a target: class numbers as one column of integers, everything else as (rows, numbers). */
    static INDArray target(Column column, OutputDescription output, int[] order, int from, int to, int pass) {
        float[] values = floats(column, order, from, to, pass);
        if (!output.sparse()) {
            return Nd4j.create(values, new long[] {to - from, output.targetWidth()}, 'c');
        }
        int[] labels = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            labels[i] = (int) values[i];
        }
        return Nd4j.createFromArray(labels).reshape(to - from, output.targetWidth());
    }

    /** The shape of some values in Deeplearning4j. */
    static long[] shape(Shape shape, int rows) {
        return shape.rank() == 3
                ? new long[] {rows, shape.dimensions().get(0), shape.dimensions().get(1), shape.dimensions().get(2)}
                : new long[] {rows, shape.size()};
    }

    /** Rows {@code order[from … to)} as floats. */
    static float[] floats(Column column, int[] order, int from, int to, int pass) {
        int width = column.width();
        float[] values = new float[Math.multiplyExact(to - from, width)];
        MemorySegment target = MemorySegment.ofArray(values);
        for (int i = 0; i < to - from; i++) {
            long row = order[from + i];
            int start = i * width;
            switch (column) {
                case Column.Floats floats -> MemorySegment.copy(floats.values(), 4 * row * width, target, 4L * start, 4L * width);
                case Column.Bytes bytes -> {
                    for (int k = 0; k < width; k++) {
                        values[start + k] = (bytes.values().get(ValueLayout.JAVA_BYTE, row * width + k) & 0xff) * bytes.scale() + bytes.offset();
                    }
                }
                case Column.Labels labels -> {
                    for (int k = 0; k < width; k++) {
                        values[start + k] = labels.values().getAtIndex(ValueLayout.JAVA_INT, row * width + k);
                    }
                }
                case Column.Computed computed -> computed.read((int) row, pass, target, start);
            }
        }
        return values;
    }
}
