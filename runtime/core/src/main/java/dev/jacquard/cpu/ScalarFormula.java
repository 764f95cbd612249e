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
        for (int i = 0; i < length; i++) {
            float value = switch (op) {
                case ADD -> get(a, aAt + i) + get(b, bAt + i);
                case SUBTRACT -> get(a, aAt + i) - get(b, bAt + i);
                case MULTIPLY -> get(a, aAt + i) * get(b, bAt + i);
                case DIVIDE -> get(a, aAt + i) / get(b, bAt + i);
                case MAX -> Math.max(get(a, aAt + i), get(b, bAt + i));
                case MIN -> Math.min(get(a, aAt + i), get(b, bAt + i));
                case NEGATE -> -get(a, aAt + i);
                case ABS -> Math.abs(get(a, aAt + i));
                case SQUARE -> get(a, aAt + i) * get(a, aAt + i);
                case SQRT -> (float) Math.sqrt(get(a, aAt + i));
                case EXP -> (float) Math.exp(get(a, aAt + i));
                case LOG -> (float) Math.log(get(a, aAt + i));
                case TANH -> (float) Math.tanh(get(a, aAt + i));
                case SIGMOID -> sigmoid(get(a, aAt + i));
                case RELU -> Math.max(get(a, aAt + i), 0);
                case STEP -> get(a, aAt + i) > 0 ? 1 : 0;
                case RECIPROCAL -> 1 / get(a, aAt + i);
                case LEAKY_RELU -> get(a, aAt + i) > 0 ? get(a, aAt + i) : p * get(a, aAt + i);
                case POWER -> (float) Math.pow(get(a, aAt + i), p);
                case SELECT -> get(a, aAt + i) > 0 ? get(b, bAt + i) : get(c, cAt + i);
                case CONSTANT -> p;
                case MASK -> CounterRandom.mask(key, index + i, p);
                case COPY -> get(a, aAt + i);
                case SCALE -> get(a, aAt + i) * p;
                case OFFSET -> get(a, aAt + i) + p;
                case TIMES_STEP -> get(b, bAt + i) > 0 ? get(a, aAt + i) : 0;
                case TIMES_COMPLEMENT -> get(a, aAt + i) * (1 - get(b, bAt + i));
                case TIMES_MASK -> get(a, aAt + i) * CounterRandom.mask(key, index + i, p);
            };
            set(r, rAt + i, value);
        }
    }

    static float sigmoid(float x) {
        return (float) (1 / (1 + Math.exp(-x)));
    }
}
