package dev.jacquard.cpu;

import static dev.jacquard.cpu.Floats.get;
import static dev.jacquard.cpu.Floats.set;

import java.lang.foreign.MemorySegment;

import dev.jacquard.network.CounterRandom;

/** Formulas, element by element. */
final class ScalarFormula extends BlockMachine {
    @Override
    void apply(Op op, float p, MemorySegment r, long rAt, MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment c, long cAt,
            int length, int key, int index) {
        int operands = op.operands;
        for (int i = 0; i < length; i++) {
            float x = operands > 0 ? get(a, aAt + i) : 0;
            float y = operands > 1 ? get(b, bAt + i) : 0;
            float z = operands > 2 ? get(c, cAt + i) : 0;
            set(r, rAt + i, value(op, p, x, y, z, key, index + i));
        }
    }

    private static float value(Op op, float p, float a, float b, float c, int key, int index) {
        return switch (op) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
            case NEGATE -> -a;
            case ABS -> Math.abs(a);
            case SQUARE -> a * a;
            case SQRT -> (float) Math.sqrt(a);
            case EXP -> (float) Math.exp(a);
            case LOG -> (float) Math.log(a);
            case TANH -> (float) Math.tanh(a);
            case SIGMOID -> sigmoid(a);
            case RELU -> Math.max(a, 0);
            case STEP -> a > 0 ? 1 : 0;
            case RECIPROCAL -> 1 / a;
            case LEAKY_RELU -> a > 0 ? a : p * a;
            case POWER -> (float) Math.pow(a, p);
            case SELECT -> a > 0 ? b : c;
            case CONSTANT -> p;
            case MASK -> CounterRandom.mask(key, index, p);
            case COPY -> a;
            case SCALE -> a * p;
            case OFFSET -> a + p;
            case TIMES_STEP -> b > 0 ? a : 0;
            case TIMES_COMPLEMENT -> a * (1 - b);
            case TIMES_MASK -> timesMask(a, CounterRandom.mask(key, index, p));
        };
    }

    /** What is dropped is 0, whatever it was. */
    private static float timesMask(float a, float mask) {
        return mask == 0 ? 0 : a * mask;
    }

    static float sigmoid(float x) {
        return (float) (1 / (1 + Math.exp(-x)));
    }
}
