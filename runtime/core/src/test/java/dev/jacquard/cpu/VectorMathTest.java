package dev.jacquard.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.junit.jupiter.api.Test;

class VectorMathTest {
    private static final int LENGTH = Lanes.LENGTH;

    /** r = f(a) for n floats. */
    private interface Function {
        void run(MemorySegment r, long r0, MemorySegment a, long a0, int n);
    }

    private static void log1p(MemorySegment r, long r0, MemorySegment a, long a0, int n) {
        for (int i = 0; i < n; i += LENGTH) {
            VectorMask<Float> lanes = Lanes.FLOATS.indexInRange(i, n);
            VectorMath.log1p(FloatVector.fromMemorySegment(Lanes.FLOATS, a, a0 + 4L * i, Lanes.ORDER, lanes)).intoMemorySegment(r, r0 + 4L * i,
                    Lanes.ORDER, lanes);
        }
    }

    private static float[] apply(Function function, float... values) {
        MemorySegment memory = Tensors.of(values);
        function.run(memory, 0, memory, 0, values.length);
        return memory.toArray(JAVA_FLOAT);
    }

    /** The largest error in units of the last place of the exact result. */
    private static double worst(Function function, DoubleUnaryOperator exact, float from, float to) {
        Random chance = new Random(17);
        float[] values = new float[40_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = from + (to - from) * chance.nextFloat();
        }
        float[] results = apply(function, values);
        double worst = 0;
        for (int i = 0; i < values.length; i++) {
            double expected = exact.applyAsDouble(values[i]);
            worst = Math.max(worst, Math.abs(results[i] - expected) / Math.ulp((float) expected));
        }
        return worst;
    }

    @Test
    void expIsExactToTheLastPlace() {
        assertThat(worst(VectorMath::exp, StrictMath::exp, -86, 88.7f)).isLessThan(1.5);
        assertThat(worst(VectorMath::exp, StrictMath::exp, -1, 1)).isLessThan(1.5);
    }

    @Test
    void expOfTheEnds() {
        assertThat(apply(VectorMath::exp, 0, -0f, 89, 1000, Float.POSITIVE_INFINITY, -88, -1000, Float.NEGATIVE_INFINITY,
                Float.NaN))
                .containsExactly(1, 1, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY, 0, 0, 0, Float.NaN);
        assertThat(apply(VectorMath::exp, 88.72f)[0]).isFinite().isGreaterThan(3.3e38f);
    }

    @Test
    void logIsExactToTheLastPlaces() {
        assertThat(worst(VectorMath::log, StrictMath::log, 0, 3)).isLessThan(2.5);
        assertThat(worst(VectorMath::log, StrictMath::log, 0.99f, 1.01f)).isLessThan(2.5);
        assertThat(worst(VectorMath::log, StrictMath::log, 0, 1e38f)).isLessThan(1.5);
        assertThat(worst(VectorMath::log, StrictMath::log, 0, 1e-38f)).isLessThan(1.5);
    }

    @Test
    void logOfTheEnds() {
        assertThat(apply(VectorMath::log, 1, 0, -0f, -1, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN))
                .containsExactly(0,
                        Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, Float.POSITIVE_INFINITY, Float.NaN, Float.NaN);
    }

    @Test
    void log1pIsExactToTheLastPlaces() {
        assertThat(worst(VectorMathTest::log1p, StrictMath::log1p, 0, 1)).isLessThan(2.5);
        assertThat(worst(VectorMathTest::log1p, StrictMath::log1p, 0, 1e-6f)).isLessThan(2.5);
        assertThat(apply(VectorMathTest::log1p, 0, 1e-30f, 1)).containsExactly(0, 1e-30f, (float) Math.log(2));
    }

    @Test
    void tanhIsExactToTheLastPlaces() {
        assertThat(worst(VectorMath::tanh, StrictMath::tanh, -9, 9)).isLessThan(2.5);
        assertThat(worst(VectorMath::tanh, StrictMath::tanh, -0.7f, 0.7f)).isLessThan(2.5);
        assertThat(apply(VectorMath::tanh, 0, 50, -50, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, 1e-20f))
                .containsExactly(0, 1,
                        -1, 1, -1, Float.NaN, 1e-20f);
    }

    @Test
    void sigmoidIsExactToTheLastPlaces() {
        assertThat(worst(VectorMath::sigmoid, x -> 1 / (1 + StrictMath.exp(-x)), -80, 80)).isLessThan(3);
        assertThat(apply(VectorMath::sigmoid, 0, 100, -100, Float.NaN)).containsExactly(0.5f, 1, 0, Float.NaN);
    }

    @Test
    void theSumAddsHalvesInAFixedOrder() {
        Random chance = new Random(3);
        for (int round = 0; round < 100; round++) {
            float[] lanes = new float[LENGTH];
            for (int i = 0; i < LENGTH; i++) {
                lanes[i] = chance.nextFloat() * (float) Math.pow(10, chance.nextInt(6));
            }
            float actual = VectorMath.sum(Tensors.of(lanes));
            for (int half = LENGTH / 2; half > 0; half /= 2) {
                for (int i = 0; i < half; i++) {
                    lanes[i] += lanes[i + half];
                }
            }
            assertThat(actual).isEqualTo(lanes[0]);
        }
    }

    @Test
    void theInterpreterAndTheCompilerGiveTheSameBits() {
        float[] values = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            values[i] = 0.37f * (i + 1) - 2;
        }
        // the first round is interpreted, the last is not
        float[] first = round(values);
        for (int i = 0; i < 40_000; i++) {
            assertThat(java.util.Arrays.equals(round(values), first)).as("round %d", i).isTrue();
        }
    }

    private static float[] round(float[] values) {
        float[] magnitudes = values.clone();
        for (int i = 0; i < LENGTH; i++) {
            magnitudes[i] = Math.abs(values[i]);
        }
        float[] exp = apply(VectorMath::exp, values);
        float[] tanh = apply(VectorMath::tanh, values);
        float[] sigmoid = apply(VectorMath::sigmoid, values);
        float[] log = apply(VectorMath::log, magnitudes);
        float[] lanes = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            lanes[i] = exp[i] + tanh[i] + sigmoid[i] + log[i];
        }
        lanes[0] = VectorMath.sum(Tensors.of(lanes));
        return lanes;
    }
}
