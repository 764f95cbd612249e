package dev.jacquard.processor.simulation;

import dev.jacquard.processor.graph.Expr;

/** The value of an expression. */
public final class Evaluation {
    private Evaluation() {
    }

    /**
     * The value for these operands.
     *
     * @param element of the whole tensor: decides what dropout draws
     */
    public static double of(Expr e, double[] operands, long element) {
        return switch (e) {
            case Expr.Operand(int index) -> operands[index];
            case Expr.Constant(double value) -> value;
            case Expr.DropoutMask(double rate, int layer) -> draw(layer, element) < rate ? 0 : 1 / (1 - rate);
            case Expr.Unary(Expr.Function function, Expr argument) -> unary(function, of(argument, operands, element));
            case Expr.LeakyRelu(double slope, Expr argument) -> {
                double x = of(argument, operands, element);
                yield x > 0 ? x : slope * x;
            }
            case Expr.Binary(Expr.Operator operator, Expr left, Expr right) ->
                binary(operator, of(left, operands, element), of(right, operands, element));
            case Expr.Select(Expr condition, Expr positive, Expr otherwise) ->
                of(condition, operands, element) > 0 ? of(positive, operands, element) : of(otherwise, operands, element);
        };
    }

    private static double unary(Expr.Function function, double x) {
        return switch (function) {
            case NEGATE -> -x;
            case EXP -> Math.exp(x);
            case LOG -> Math.log(x);
            case SQRT -> Math.sqrt(x);
            case SQUARE -> x * x;
            case TANH -> Math.tanh(x);
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case RELU -> Math.max(x, 0);
            case STEP -> x > 0 ? 1 : 0;
            case ABS -> Math.abs(x);
            case RECIPROCAL -> 1 / x;
        };
    }

    private static double binary(Expr.Operator operator, double a, double b) {
        return switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case MAXIMUM -> Math.max(a, b);
            case MINIMUM -> Math.min(a, b);
        };
    }

    /** A number in [0, 1) that only its place decides. */
    private static double draw(int layer, long element) {
        long h = (layer + 1) * 0x9E3779B97F4A7C15L + element * 0xBF58476D1CE4E5B9L;
        h = (h ^ (h >>> 29)) * 0x94D049BB133111EBL;
        return ((h ^ (h >>> 32)) >>> 11) * 0x1p-53;
    }
}
