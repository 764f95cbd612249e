package dev.jacquard.cpu;

import java.util.List;

import dev.jacquard.network.CounterRandom;

import org.jspecify.annotations.Nullable;

/**
 * Element-wise mathematics: one number of the output from the numbers at the same place of the inputs, {@code y = x0 * sigmoid(x0)}. Built
 * once with the static methods, then run by {@link Kernels#map} in blocks that stay in the first-level cache. Two formulas of the same
 * structure are equal.
 */
public final class Formula {
    /** Formulas read at most this many inputs. */
    public static final int MAX_INPUTS = 4;

    private final Expression expression;
    /** Made when first needed; making it twice does no harm. */
    private @Nullable FormulaProgram program;

    private Formula(Expression expression) {
        this.expression = expression;
    }

    /**
     * The element of an input.
     *
     * @param index 0 to 3
     */
    public static Formula x(int index) {
        if (index < 0 || index >= MAX_INPUTS) {
            throw new IllegalArgumentException("Input " + index + " of a formula: inputs are numbered from 0 to " + (MAX_INPUTS - 1));
        }
        return new Formula(new Expression.Input(index));
    }

    /** The same number everywhere. */
    public static Formula constant(float value) {
        return new Formula(new Expression.Constant(value));
    }

    /**
     * Inverted dropout: 0 with probability {@code rate}, else 1 / (1 − rate) (Srivastava et al.: Dropout, 2014). Which elements are dropped
     * depends on the key given to the kernel and the element's index in the whole tensor only, see {@link CounterRandom#mask}.
     *
     * @param rate in [0, 1)
     */
    public static Formula dropoutMask(float rate) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("A dropout rate of " + rate + ": it must be at least 0 and less than 1");
        }
        return new Formula(new Expression.Mask(rate));
    }

    /** a + b. */
    public static Formula add(Formula a, Formula b) {
        return apply(Op.ADD, a, b);
    }

    /** a − b. */
    public static Formula subtract(Formula a, Formula b) {
        return apply(Op.SUBTRACT, a, b);
    }

    /** a·b. */
    public static Formula multiply(Formula a, Formula b) {
        return apply(Op.MULTIPLY, a, b);
    }

    /** a / b. */
    public static Formula divide(Formula a, Formula b) {
        return apply(Op.DIVIDE, a, b);
    }

    /** The larger of two; NaN if one is. */
    public static Formula max(Formula a, Formula b) {
        return apply(Op.MAX, a, b);
    }

    /** The smaller of two; NaN if one is. */
    public static Formula min(Formula a, Formula b) {
        return apply(Op.MIN, a, b);
    }

    /** −a. */
    public static Formula negate(Formula a) {
        return apply(Op.NEGATE, a);
    }

    /** |a|. */
    public static Formula abs(Formula a) {
        return apply(Op.ABS, a);
    }

    /** a². */
    public static Formula square(Formula a) {
        return apply(Op.SQUARE, a);
    }

    /** √a. */
    public static Formula sqrt(Formula a) {
        return apply(Op.SQRT, a);
    }

    /** e^a. */
    public static Formula exp(Formula a) {
        return apply(Op.EXP, a);
    }

    /** The natural logarithm. */
    public static Formula log(Formula a) {
        return apply(Op.LOG, a);
    }

    /** (e^a − e^−a) / (e^a + e^−a). */
    public static Formula tanh(Formula a) {
        return apply(Op.TANH, a);
    }

    /** 1 / (1 + e^−a). */
    public static Formula sigmoid(Formula a) {
        return apply(Op.SIGMOID, a);
    }

    /** max(a, 0). */
    public static Formula relu(Formula a) {
        return apply(Op.RELU, a);
    }

    /** a where a &gt; 0, else alpha·a. */
    public static Formula leakyRelu(Formula a, float alpha) {
        return apply(Op.LEAKY_RELU, alpha, List.of(a.expression));
    }

    /** 1 where a &gt; 0, else 0. */
    public static Formula step(Formula a) {
        return apply(Op.STEP, a);
    }

    /** {@code a} where condition &gt; 0, else {@code b}. */
    public static Formula select(Formula condition, Formula a, Formula b) {
        return apply(Op.SELECT, condition, a, b);
    }

    /** 1 / a. */
    public static Formula reciprocal(Formula a) {
        return apply(Op.RECIPROCAL, a);
    }

    /** a^exponent. */
    public static Formula power(Formula a, float exponent) {
        if (exponent == 1) {
            return a;
        }
        if (exponent == 2) {
            return square(a);
        }
        if (exponent == 0.5f) {
            return sqrt(a);
        }
        if (exponent == -1) {
            return reciprocal(a);
        }
        return apply(Op.POWER, exponent, List.of(a.expression));
    }

    private static Formula apply(Op op, Formula... operands) {
        return apply(op, 0, List.of(operands).stream().map(operand -> operand.expression).toList());
    }

    private static Formula apply(Op op, float parameter, List<Expression> operands) {
        return new Formula(new Expression.Apply(op, parameter, operands));
    }

    FormulaProgram program() {
        FormulaProgram made = program;
        if (made == null) {
            made = FormulaProgram.of(expression);
            program = made;
        }
        return made;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Formula formula && formula.expression.equals(expression);
    }

    @Override
    public int hashCode() {
        return expression.hashCode();
    }

    /** The formula as one would write it: {@code x0 * sigmoid(x0)}. */
    @Override
    public String toString() {
        return expression.toString();
    }
}
