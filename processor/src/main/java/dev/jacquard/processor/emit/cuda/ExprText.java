package dev.jacquard.processor.emit.cuda;

import java.util.function.IntFunction;

import dev.jacquard.processor.graph.Expr;

/** Element-wise mathematics as CUDA C++. */
final class ExprText {
    private ExprText() {
    }

    /**
     * The expression of one element.
     *
     * @param operand how an operand's element is written; the element's own number is {@code i}, the key of a dropout mask {@code key}
     */
    static String of(Expr expression, IntFunction<String> operand) {
        return switch (expression) {
            case Expr.Operand(int index) -> operand.apply(index);
            case Expr.Constant(double value) -> number(value);
            case Expr.DropoutMask(double rate, int _) -> "dropout_mask(key, i, " + Math.round((float) rate * 0x1p24f) + "u, "
                    + number(1 / (1 - (float) rate)) + ")";
            case Expr.LeakyRelu(double slope, Expr argument) -> "leaky_relu(" + of(argument, operand) + ", " + number(slope) + ")";
            case Expr.Select(Expr condition, Expr positive, Expr otherwise) ->
                "(" + of(condition, operand) + " > 0.f ? " + of(positive, operand) + " : " + of(otherwise, operand) + ")";
            case Expr.Unary(Expr.Function function, Expr argument) -> unary(function, of(argument, operand));
            case Expr.Binary(Expr.Operator operator, Expr left, Expr right) -> binary(operator, of(left, operand), of(right, operand));
        };
    }

    private static String unary(Expr.Function function, String argument) {
        return switch (function) {
            case NEGATE -> "-(" + argument + ")";
            case EXP -> "expf(" + argument + ")";
            case LOG -> "logf(" + argument + ")";
            case SQRT -> "sqrtf(" + argument + ")";
            case SQUARE -> "square(" + argument + ")";
            case TANH -> "tanhf(" + argument + ")";
            case SIGMOID -> "sigmoid(" + argument + ")";
            case RELU -> "fmaxf(" + argument + ", 0.f)";
            case STEP -> "(" + argument + " > 0.f ? 1.f : 0.f)";
            case ABS -> "fabsf(" + argument + ")";
            case RECIPROCAL -> "(1.f / (" + argument + "))";
        };
    }

    private static String binary(Expr.Operator operator, String left, String right) {
        return switch (operator) {
            case ADD -> "(" + left + " + " + right + ")";
            case SUBTRACT -> "(" + left + " - " + right + ")";
            case MULTIPLY -> left + " * " + right;
            case DIVIDE -> "(" + left + " / (" + right + "))";
            case MAXIMUM -> "fmaxf(" + left + ", " + right + ")";
            case MINIMUM -> "fminf(" + left + ", " + right + ")";
        };
    }

    /** The dropout layer whose mask the expression draws, or −1. */
    static int dropoutLayer(Expr expression) {
        if (expression instanceof Expr.DropoutMask(double _, int layer)) {
            return layer;
        }
        return expression.children().stream().mapToInt(ExprText::dropoutLayer).max().orElse(-1);
    }

    /** A number as a float of C++. */
    static String number(double value) {
        String text = Float.toString((float) value) + "f";
        return value < 0 ? "(" + text + ")" : text;
    }
}
