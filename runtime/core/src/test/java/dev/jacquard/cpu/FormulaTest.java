package dev.jacquard.cpu;

import static dev.jacquard.cpu.Formula.add;
import static dev.jacquard.cpu.Formula.constant;
import static dev.jacquard.cpu.Formula.divide;
import static dev.jacquard.cpu.Formula.dropoutMask;
import static dev.jacquard.cpu.Formula.leakyRelu;
import static dev.jacquard.cpu.Formula.max;
import static dev.jacquard.cpu.Formula.multiply;
import static dev.jacquard.cpu.Formula.negate;
import static dev.jacquard.cpu.Formula.power;
import static dev.jacquard.cpu.Formula.relu;
import static dev.jacquard.cpu.Formula.select;
import static dev.jacquard.cpu.Formula.sigmoid;
import static dev.jacquard.cpu.Formula.square;
import static dev.jacquard.cpu.Formula.step;
import static dev.jacquard.cpu.Formula.subtract;
import static dev.jacquard.cpu.Formula.tanh;
import static dev.jacquard.cpu.Formula.x;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.List;

import dev.jacquard.network.CounterRandom;

import org.junit.jupiter.api.Test;

class FormulaTest {
    private static final Kernels KERNELS = new ScalarKernels();

    /** One number through a formula. */
    private static float value(Formula f, float... inputs) {
        MemorySegment[] x = new MemorySegment[4];
        for (int i = 0; i < 4; i++) {
            x[i] = Tensors.of(i < inputs.length ? inputs[i] : Float.NaN);
        }
        MemorySegment out = Tensors.zeros(1);
        KERNELS.map(f, x[0], x[1], x[2], x[3], out, 0, 1, 0);
        return Floats.get(out, 0);
    }

    @Test
    void printsAsOneWouldWriteIt() {
        assertThat(multiply(x(0), sigmoid(x(0)))).hasToString("x0 * sigmoid(x0)");
        assertThat(multiply(x(0), subtract(constant(1), square(x(1))))).hasToString("x0 * (1 - square(x1))");
        assertThat(subtract(x(0), subtract(x(1), x(2)))).hasToString("x0 - (x1 - x2)");
        assertThat(divide(x(0), multiply(x(1), x(2)))).hasToString("x0 / (x1 * x2)");
        assertThat(add(add(x(0), x(1)), constant(0.5f))).hasToString("x0 + x1 + 0.5");
        assertThat(negate(add(x(0), x(1)))).hasToString("-(x0 + x1)");
        assertThat(leakyRelu(x(0), 0.01f)).hasToString("leakyRelu(x0, 0.01)");
        assertThat(select(x(0), x(1), constant(-2))).hasToString("select(x0 > 0, x1, -2)");
        assertThat(multiply(x(0), dropoutMask(0.2f))).hasToString("x0 * dropoutMask(0.2)");
    }

    @Test
    void equalityIsThatOfStructure() {
        assertThat(multiply(x(0), relu(x(1)))).isEqualTo(multiply(x(0), relu(x(1)))).hasSameHashCodeAs(multiply(x(0), relu(x(1))));
        assertThat(multiply(x(0), relu(x(1)))).isNotEqualTo(multiply(relu(x(1)), x(0)));
        assertThat(leakyRelu(x(0), 0.1f)).isNotEqualTo(leakyRelu(x(0), 0.2f));
    }

    @Test
    void operationsMeanWhatTheirNamesSay() {
        assertThat(value(max(x(0), x(1)), 2, -3)).isEqualTo(2);
        assertThat(value(step(x(0)), 0)).isZero();
        assertThat(value(step(x(0)), 1e-20f)).isEqualTo(1);
        assertThat(value(relu(x(0)), Float.NaN)).isNaN();
        assertThat(value(leakyRelu(x(0), 0.01f), -2)).isEqualTo(-0.02f);
        assertThat(value(select(x(0), x(1), x(2)), 0, 5, 7)).isEqualTo(7);
        assertThat(value(power(x(0), 3), 2)).isEqualTo(8);
        assertThat(value(power(x(0), 2), -3)).isEqualTo(9);
        assertThat(value(power(x(0), 0.5f), 9)).isEqualTo(3);
        assertThat(value(power(x(0), -1), 4)).isEqualTo(0.25f);
        assertThat(value(power(x(0), 1), 4)).isEqualTo(4);
        assertThat(value(sigmoid(x(0)), -200)).isZero();
        assertThat(value(tanh(x(0)), 200)).isEqualTo(1);
    }

    @Test
    void sharedPartsAndSharedRegistersGiveTheRightResult() {
        // ((a+b)·(a−b) + (a+b)²) / (1 + (a−b)²), with a deep tail that needs registers again and again
        Formula sum = add(x(0), x(1));
        Formula difference = subtract(x(0), x(1));
        Formula f = divide(add(multiply(sum, difference), square(sum)), add(constant(1), square(difference)));
        for (int i = 0; i < 10; i++) {
            f = subtract(multiply(f, sum), multiply(difference, constant(0.5f)));
        }
        double a = 0.3;
        double b = -0.8;
        double expected = ((a + b) * (a - b) + (a + b) * (a + b)) / (1 + (a - b) * (a - b));
        for (int i = 0; i < 10; i++) {
            expected = expected * (a + b) - (a - b) * 0.5;
        }
        assertThat(value(f, 0.3f, -0.8f)).isCloseTo((float) expected, within(1e-6f));
        assertThat(f.program().registers).isLessThanOrEqualTo(5);
    }

    @Test
    void oneOperationNeedsNoRegisters() {
        List.of(relu(x(0)), multiply(x(0), x(1)), multiply(x(0), step(x(1))), multiply(constant(3), x(0)), multiply(x(0), dropoutMask(0.5f)),
                subtract(x(0), constant(1)), x(0), constant(2))
                .forEach(f -> assertThat(f.program().registers).as(f.toString()).isZero());
    }

    @Test
    void theOutputMayBeAnInput() {
        MemorySegment values = Tensors.random(1500, 1);
        MemorySegment expected = Tensors.zeros(1500);
        Formula f = subtract(multiply(x(0), x(0)), sigmoid(x(0)));
        KERNELS.map(f, values, expected, 0, 1500, 0);
        KERNELS.map(f, values, values, 0, 1500, 0);
        Tensors.assertSameBits("in place", values, expected);
    }

    @Test
    void droppingDependsOnKeyAndIndexOnly() {
        int n = 100_000;
        MemorySegment mask = Tensors.zeros(n);
        KERNELS.map(dropoutMask(0.25f), mask, 0, n, 99);
        int dropped = 0;
        for (int i = 0; i < n; i++) {
            assertThat(Floats.get(mask, i)).isEqualTo(CounterRandom.mask(99, i, 0.25f));
            dropped += Floats.get(mask, i) == 0 ? 1 : 0;
        }
        // Five standard deviations of a binomial distribution.
        assertThat(dropped / (double) n).isCloseTo(0.25, within(5 * Math.sqrt(0.25 * 0.75 / n)));
        MemorySegment part = Tensors.zeros(n);
        KERNELS.map(dropoutMask(0.25f), part, 777, 1234, 99);
        assertThat(part.asSlice(4 * 777, 4 * (1234 - 777)).mismatch(mask.asSlice(4 * 777, 4 * (1234 - 777)))).isEqualTo(-1);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> x(4)).hasMessageContaining("Input 4").hasMessageContaining("0 to 3");
        assertThatThrownBy(() -> dropoutMask(1)).hasMessageContaining("1.0").hasMessageContaining("less than 1");
    }
}
