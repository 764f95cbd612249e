package dev.jacquard.processor.parity;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.IntStream;

import dev.jacquard.network.Column;
import dev.jacquard.network.Shape;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A tensor of a reference file.
 *
 * @param shape  batch first; empty for a scalar
 * @param values row-major
 */
record Numbers(int[] shape, double[] values) {
    static Numbers of(JsonNode tensor) {
        JsonNode shape = tensor.get("shape");
        JsonNode data = tensor.get("data");
        return new Numbers(IntStream.range(0, shape.size()).map(i -> shape.get(i).asInt()).toArray(),
                IntStream.range(0, data.size()).mapToDouble(i -> data.get(i).asDouble()).toArray());
    }

    int rows() {
        return shape[0];
    }

    /** Numbers a sample. */
    int width() {
        return values.length / rows();
    }

    /** Without the batch. */
    int[] sample() {
        return Arrays.copyOfRange(shape, 1, shape.length);
    }

    float[] floats() {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** As a column of a data set. */
    Column column() {
        return new Column.Floats(memory(floats()), rows(), Shape.of(sample()));
    }

    /** As a column of class numbers. */
    Column labels() {
        int[] labels = Arrays.stream(values).mapToInt(value -> (int) value).toArray();
        MemorySegment memory = Arena.ofAuto().allocate(4L * labels.length, 64);
        MemorySegment.copy(labels, 0, memory, ValueLayout.JAVA_INT, 0, labels.length);
        return new Column.Labels(memory, rows(), Shape.of(sample()));
    }

    private static MemorySegment memory(float[] values) {
        MemorySegment memory = Arena.ofAuto().allocate(4L * values.length, 64);
        MemorySegment.copy(values, 0, memory, ValueLayout.JAVA_FLOAT, 0, values.length);
        return memory;
    }

    /** Row i has a 1 at i: each picks a row of the kernel behind it. */
    static Column oneHot(int rows) {
        float[] values = new float[rows * rows];
        IntStream.range(0, rows).forEach(row -> values[row * rows + row] = 1);
        return new Column.Floats(memory(values), rows, Shape.of(rows));
    }
}
