package dev.jacquard.cpu;

import static dev.jacquard.cpu.Lanes.FLOATS;
import static dev.jacquard.cpu.Lanes.LENGTH;
import static dev.jacquard.cpu.Lanes.ORDER;
import static dev.jacquard.cpu.Lanes.SIZE;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * Transposes a matrix in square blocks of vectors. One round zips vector i of a block with vector i + half, element by element, and writes
 * the two results one after the other; after as many rounds as the vector length has binary digits the block is transposed.
 */
final class Transposition {
    private static final VectorShuffle<Float> LOW = VectorShuffle.makeZip(FLOATS, 0);
    private static final VectorShuffle<Float> HIGH = VectorShuffle.makeZip(FLOATS, 1);
    private static final int HALF = LENGTH / 2;
    private static final int ROUNDS = Integer.numberOfTrailingZeros(LENGTH);

    private static final Trials TRIALS = new Trials();

    private Transposition() {
    }

    /**
     * target (columns, rows) = source (rows, columns)ᵀ, for the target's rows [from, to).
     *
     * @param at the source's first byte
     */
    static void transpose(MemorySegment source, long at, MemorySegment target, int from, int to, int rows, int columns) {
        int end = TRIALS.passed() || rows < LENGTH ? to : TRIALS.next() ? Math.min(to, from + LENGTH) : from;
        long start = TRIALS.clock();
        blocks(source, at, target, from, end, rows, columns);
        TRIALS.done(start, 2L * LENGTH * ROUNDS * ((end - from) / LENGTH) * (rows / LENGTH));
        scalars(source, at, target, end, to, 0, rows, columns);
    }

    private static void blocks(MemorySegment source, long at, MemorySegment target, int from, int to, int rows, int columns) {
        MemorySegment block = Scratch.floats(Scratch.Slot.BLOCK, 3L * LENGTH * LENGTH);
        int wholeRows = rows - rows % LENGTH;
        int column = from;
        for (; column <= to - LENGTH; column += LENGTH) {
            for (int row = 0; row < wholeRows; row += LENGTH) {
                transposeBlock(source, at + 4 * ((long) row * columns + column), 4L * columns, target, 4 * ((long) column * rows + row), 4L * rows,
                        block);
            }
            scalars(source, at, target, column, column + LENGTH, wholeRows, rows, columns);
        }
        if (column < to && columns >= LENGTH) {
            // Fewer columns than a vector has: a whole block that overlaps others is transposed, and what was asked for taken from it.
            int start = Math.min(column, columns - LENGTH);
            long result = 2L * LENGTH * SIZE;
            for (int row = 0; row < wholeRows; row += LENGTH) {
                transposeBlock(source, at + 4 * ((long) row * columns + start), 4L * columns, block, result, SIZE, block);
                for (int j = column; j < to; j++) {
                    fromMemorySegment(FLOATS, block, result + (j - start) * SIZE, ORDER).intoMemorySegment(target, 4 * ((long) j * rows + row),
                            ORDER);
                }
            }
            scalars(source, at, target, column, to, wholeRows, rows, columns);
        } else {
            scalars(source, at, target, column, to, 0, rows, columns);
        }
    }

    private static void transposeBlock(MemorySegment source, long from, long fromRow, MemorySegment target, long to, long toRow,
            MemorySegment block) {
        // Two halves of the scratch block take turns; the first round reads the source and the last writes the target.
        long there = LENGTH * SIZE;
        zip(source, from, fromRow, block, 0, SIZE);
        for (int round = 1; round < ROUNDS - 1; round++) {
            zip(block, round % 2 == 1 ? 0 : there, SIZE, block, round % 2 == 1 ? there : 0, SIZE);
        }
        zip(block, ROUNDS % 2 == 0 ? 0 : there, SIZE, target, to, toRow);
    }

    private static void zip(MemorySegment source, long from, long fromRow, MemorySegment target, long to, long toRow) {
        for (int i = 0; i < HALF; i++) {
            FloatVector a = fromMemorySegment(FLOATS, source, from + i * fromRow, ORDER);
            FloatVector b = fromMemorySegment(FLOATS, source, from + (i + HALF) * fromRow, ORDER);
            a.rearrange(LOW, b).intoMemorySegment(target, to + 2L * i * toRow, ORDER);
            a.rearrange(HIGH, b).intoMemorySegment(target, to + (2L * i + 1) * toRow, ORDER);
        }
    }

    private static void scalars(MemorySegment source, long at, MemorySegment target, int from, int to, int firstRow, int rows, int columns) {
        for (int row = firstRow; row < rows; row++) {
            for (int j = from; j < to; j++) {
                Floats.set(target, (long) j * rows + row, Floats.get(source, at / 4 + (long) row * columns + j));
            }
        }
    }
}
