package dev.jacquard.cpu;

import dev.jacquard.network.CounterRandom;

/**
 * The element-wise operations: those a {@link Formula} is written with, and behind them the ones a {@link FormulaProgram} puts in place of
 * two. a, b, c are operands, p is a number fixed in the formula.
 */
enum Op {
    /** a + b. */
    ADD(2, "+"),
    /** a − b. */
    SUBTRACT(2, "-"),
    /** a·b. */
    MULTIPLY(2, "*"),
    /** a / b. */
    DIVIDE(2, "/"),
    /** The larger of two. */
    MAX(2, "max"),
    /** The smaller of two. */
    MIN(2, "min"),
    /** −a. */
    NEGATE(1, "-"),
    /** |a|. */
    ABS(1, "abs"),
    /** a². */
    SQUARE(1, "square"),
    /** √a. */
    SQRT(1, "sqrt"),
    /** e^a. */
    EXP(1, "exp"),
    /** The natural logarithm. */
    LOG(1, "log"),
    /** The hyperbolic tangent. */
    TANH(1, "tanh"),
    /** 1 / (1 + e^−a). */
    SIGMOID(1, "sigmoid"),
    /** max(a, 0). */
    RELU(1, "relu"),
    /** 1 where a &gt; 0, else 0. */
    STEP(1, "step"),
    /** 1 / a. */
    RECIPROCAL(1, "reciprocal"),
    /** a where a &gt; 0, else p·a. */
    LEAKY_RELU(1, "leakyRelu"),
    /** a^p. */
    POWER(1, "power"),
    /** b where a &gt; 0, else c. */
    SELECT(3, "select"),

    /** p. */
    CONSTANT(0, "constant"),
    /** 0 or 1 / (1 − p), see {@link CounterRandom#mask}. */
    MASK(0, "dropoutMask"),
    /** a. */
    COPY(1, "copy"),
    /** a·p. */
    SCALE(1, "scale"),
    /** a + p. */
    OFFSET(1, "offset"),
    /** a where b &gt; 0, else 0. */
    TIMES_STEP(2, "timesStep"),
    /** a·(1 − b). */
    TIMES_COMPLEMENT(2, "timesComplement"),
    /** a times {@link #MASK}. */
    TIMES_MASK(1, "timesMask");

    final int operands;
    final String sign;

    Op(int operands, String sign) {
        this.operands = operands;
        this.sign = sign;
    }
}
