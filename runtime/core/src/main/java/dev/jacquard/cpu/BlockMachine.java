package dev.jacquard.cpu;

import java.lang.foreign.MemorySegment;

/** Runs a {@link FormulaProgram} block by block, so that registers stay in the first-level cache. */
abstract class BlockMachine {
    /** Elements of a block: eight registers fill a third of a 48 KB cache. */
    static final int BLOCK = 512;

    /** out[i] = f(x0[i], …) for i in [from, to); inputs the formula does not read may be anything. */
    final void run(FormulaProgram program, MemorySegment x0, MemorySegment x1, MemorySegment x2, MemorySegment x3, MemorySegment out, long from,
            long to, int key) {
        if (program.registers == 0) {
            // One operation: no registers to keep near.
            long at = from;
            for (; to - at > Integer.MAX_VALUE / 2; at += Integer.MAX_VALUE / 2) {
                block(program, x0, x1, x2, x3, out, out, at, Integer.MAX_VALUE / 2, key);
            }
            block(program, x0, x1, x2, x3, out, out, at, (int) (to - at), key);
            return;
        }
        MemorySegment registers = Scratch.floats(Scratch.Slot.FORMULA, (long) program.registers * BLOCK);
        for (long at = from; at < to; at += BLOCK) {
            block(program, x0, x1, x2, x3, out, registers, at, (int) Math.min(BLOCK, to - at), key);
        }
    }

    private void block(FormulaProgram program, MemorySegment x0, MemorySegment x1, MemorySegment x2, MemorySegment x3, MemorySegment out,
            MemorySegment registers, long at, int length, int key) {
        Op[] ops = program.ops;
        int[] operands = program.operands;
        for (int i = 0; i < ops.length; i++) {
            int result = operands[4 * i];
            int a = operands[4 * i + 1];
            int b = operands[4 * i + 2];
            int c = operands[4 * i + 3];
            MemorySegment r = result == FormulaProgram.OUTPUT ? out : registers;
            long rAt = result == FormulaProgram.OUTPUT ? at : (long) (result - FormulaProgram.FIRST_REGISTER) * BLOCK;
            apply(ops[i], program.parameters[i], r, rAt, segment(a, x0, x1, x2, x3, registers), offset(a, at),
                    segment(b, x0, x1, x2, x3, registers), offset(b, at), segment(c, x0, x1, x2, x3, registers), offset(c, at), length, key,
                    (int) at);
        }
    }

    private static MemorySegment segment(int operand, MemorySegment x0, MemorySegment x1, MemorySegment x2, MemorySegment x3,
            MemorySegment registers) {
        return switch (operand) {
            case 0 -> x0;
            case 1 -> x1;
            case 2 -> x2;
            case 3 -> x3;
            default -> registers;
        };
    }

    private static long offset(int operand, long at) {
        return operand < FormulaProgram.OUTPUT ? at : (long) (operand - FormulaProgram.FIRST_REGISTER) * BLOCK;
    }

    /**
     * r[rAt + i] = op(a[aAt + i], b[bAt + i], c[cAt + i]) for i in [0, length).
     *
     * @param parameter the operation's p
     * @param key       of a dropout mask
     * @param index     of the block's first element in the whole tensor
     */
    abstract void apply(Op op, float parameter, MemorySegment r, long rAt, MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment c,
            long cAt, int length, int key, int index);
}
