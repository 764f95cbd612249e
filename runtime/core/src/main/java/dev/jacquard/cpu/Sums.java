package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.FLOATS;
import static dev.jacquard.cpu.Lanes.LENGTH;
import static dev.jacquard.cpu.Lanes.ORDER;
import static dev.jacquard.cpu.Lanes.SIZE;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.VectorMask;

/** What comes after a block of a product: c = t + s, for a few rows, four, two or less than two vectors wide. Places are in bytes. */
final class Sums {
    private Sums() {
    }

    static void add(int vectors, MemorySegment t, long tAt, long tRow, MemorySegment s, long sAt, long sRow, MemorySegment c, long cAt, long cRow,
            int rows, int columns) {
        switch (vectors) {
            case 4 -> add4(t, tAt, tRow, s, sAt, sRow, c, cAt, cRow, rows);
            case 2 -> add2(t, tAt, tRow, s, sAt, sRow, c, cAt, cRow, rows);
            default -> addMasked(t, tAt, tRow, s, sAt, sRow, c, cAt, cRow, rows, Math.min(columns, LENGTH));
        }
    }

    private static void add4(MemorySegment t, long tAt, long tRow, MemorySegment s, long sAt, long sRow, MemorySegment c, long cAt, long cRow,
            int rows) {
        for (int row = 0; row < rows; row++) {
            long from = tAt + row * tRow;
            long plus = sAt + row * sRow;
            long to = cAt + row * cRow;
            fromMemorySegment(FLOATS, t, from, ORDER).add(fromMemorySegment(FLOATS, s, plus, ORDER)).intoMemorySegment(c, to, ORDER);
            fromMemorySegment(FLOATS, t, from + SIZE, ORDER).add(fromMemorySegment(FLOATS, s, plus + SIZE, ORDER))
                    .intoMemorySegment(c, to + SIZE, ORDER);
            fromMemorySegment(FLOATS, t, from + 2 * SIZE, ORDER).add(fromMemorySegment(FLOATS, s, plus + 2 * SIZE, ORDER))
                    .intoMemorySegment(c, to + 2 * SIZE, ORDER);
            fromMemorySegment(FLOATS, t, from + 3 * SIZE, ORDER).add(fromMemorySegment(FLOATS, s, plus + 3 * SIZE, ORDER))
                    .intoMemorySegment(c, to + 3 * SIZE, ORDER);
        }
    }

    private static void add2(MemorySegment t, long tAt, long tRow, MemorySegment s, long sAt, long sRow, MemorySegment c, long cAt, long cRow,
            int rows) {
        for (int row = 0; row < rows; row++) {
            long from = tAt + row * tRow;
            long plus = sAt + row * sRow;
            long to = cAt + row * cRow;
            fromMemorySegment(FLOATS, t, from, ORDER).add(fromMemorySegment(FLOATS, s, plus, ORDER)).intoMemorySegment(c, to, ORDER);
            fromMemorySegment(FLOATS, t, from + SIZE, ORDER).add(fromMemorySegment(FLOATS, s, plus + SIZE, ORDER))
                    .intoMemorySegment(c, to + SIZE, ORDER);
        }
    }

    private static void addMasked(MemorySegment t, long tAt, long tRow, MemorySegment s, long sAt, long sRow, MemorySegment c, long cAt, long cRow,
            int rows, int columns) {
        VectorMask<Float> mask = FLOATS.indexInRange(0, columns);
        for (int row = 0; row < rows; row++) {
            fromMemorySegment(FLOATS, t, tAt + row * tRow, ORDER, mask).add(fromMemorySegment(FLOATS, s, sAt + row * sRow, ORDER, mask))
                    .intoMemorySegment(c, cAt + row * cRow, ORDER, mask);
        }
    }
}
