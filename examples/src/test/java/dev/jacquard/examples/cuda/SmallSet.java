package dev.jacquard.examples.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;

import dev.jacquard.network.Column;
import dev.jacquard.network.Samples;
import dev.jacquard.network.Shape;

/** A data set of random numbers. */
record SmallSet(int size, List<Column> inputs, List<Column> targets) implements Samples {
    static final double CLOSE = 1e-4;

    /** Floats or bytes in, a label below {@code classes} or −classes yes-or-no answers out. */
    static SmallSet of(Arena arena, int rows, int width, int classes) {
        return of(arena, rows, width, classes, 0);
    }

    /** Bytes in that have an offset. */
    static SmallSet of(Arena arena, int rows, int width, int classes, float offset) {
        Random random = new Random(3);
        Column input;
        if (classes > 0) {
            MemorySegment bytes = arena.allocate((long) rows * width);
            for (int i = 0; i < rows * width; i++) {
                bytes.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt(256));
            }
            input = new Column.Bytes(bytes, rows, Shape.of(width), 1 / 255f, offset);
        } else {
            MemorySegment floats = arena.allocate(4L * rows * width, 64);
            for (int i = 0; i < rows * width; i++) {
                floats.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
            }
            input = new Column.Floats(floats, rows, Shape.of(width));
        }
        int answers = classes > 0 ? 1 : -classes;
        MemorySegment targets = arena.allocate(4L * rows * answers, 64);
        for (int i = 0; i < rows * answers; i++) {
            if (classes > 0) {
                targets.setAtIndex(ValueLayout.JAVA_INT, i, random.nextInt(classes));
            } else {
                targets.setAtIndex(ValueLayout.JAVA_FLOAT, i, random.nextInt(2));
            }
        }
        return new SmallSet(rows, List.of(input), List.of(classes > 0 ? new Column.Labels(targets, rows, Shape.of())
                : new Column.Floats(targets, rows, Shape.of(answers))));
    }

    /** The same rows, made when they are asked for and a little larger in every pass. */
    SmallSet computed() {
        return new SmallSet(size, List.of(new Growing((Column.Floats) inputs.getFirst())), targets);
    }

    /** A column that differs from pass to pass. */
    private record Growing(Column.Floats of) implements Column.Computed {
        @Override
        public Shape shape() {
            return of.shape();
        }

        @Override
        public int rows() {
            return of.rows();
        }

        @Override
        public void read(int row, int pass, MemorySegment target, long offset) {
            for (int i = 0; i < width(); i++) {
                float value = of.values().getAtIndex(ValueLayout.JAVA_FLOAT, (long) row * width() + i);
                target.setAtIndex(ValueLayout.JAVA_FLOAT, offset + i, value * (1 + 0.1f * pass));
            }
        }
    }

    /** Floats are as close as 32-bit arithmetic in different orders leaves them. */
    static void same(String what, MemorySegment expected, MemorySegment actual) {
        assertThat(actual.byteSize()).as("size of " + what).isEqualTo(expected.byteSize());
        for (long i = 0; i < expected.byteSize() / 4; i++) {
            assertThat(actual.getAtIndex(ValueLayout.JAVA_FLOAT, i)).as("%s %d", what, i).isCloseTo(expected.getAtIndex(ValueLayout.JAVA_FLOAT, i),
                    within((float) CLOSE));
        }
    }
}
