package dev.jacquard.processor.graph;

import static dev.jacquard.processor.graph.Expr.add;
import static dev.jacquard.processor.graph.Expr.apply;
import static dev.jacquard.processor.graph.Expr.constant;
import static dev.jacquard.processor.graph.Expr.multiply;
import static dev.jacquard.processor.graph.Expr.subtract;

import dev.jacquard.processor.graph.Expr.Function;

/**
 * Derivatives of expressions. Where a function's derivative can be written by the function's own value it is (σ' = σ·(1 − σ)), so that the
 * forward result can stand for it and the argument need not be kept.
 */
public final class Derivative {
    private Derivative() {
    }

    /** ∂expression/∂operand, simplified. At a kink the derivative is 0 (ReLU) or the left one (leaky ReLU), as everywhere in this field. */
    public static Expr of(Expr expression, int operand) {
        return Simplification.simplify(derive(expression, operand));
    }

    private static Expr derive(Expr e, int operand) {
        if (!e.reads(operand)) {
            return constant(0);
        }
        return switch (e) {
            case Expr.Operand(int index) -> constant(index == operand ? 1 : 0);
            case Expr.Constant _, Expr.DropoutMask _ -> constant(0);
            case Expr.Unary(Function function, Expr argument) -> multiply(outer(function, argument, e), derive(argument, operand));
            case Expr.LeakyRelu(double slope, Expr argument) ->
                multiply(new Expr.Select(slope > 0 ? e : argument, constant(1), constant(slope)), derive(argument, operand));
            case Expr.Binary(Expr.Operator operator, Expr left, Expr right) -> binary(operator, left, right, operand);
            case Expr.Select(Expr condition, Expr positive, Expr otherwise) ->
                new Expr.Select(condition, derive(positive, operand), derive(otherwise, operand));
        };
    }

    /** f'(x) for one function; {@code value} is f(x) itself. */
    private static Expr outer(Function function, Expr x, Expr value) {
        return switch (function) {
            case NEGATE -> constant(-1);
            case EXP -> value;
            case LOG -> apply(Function.RECIPROCAL, x);
            case SQRT -> multiply(constant(0.5), apply(Function.RECIPROCAL, value));
            case SQUARE -> multiply(constant(2), x);
            case TANH -> subtract(constant(1), apply(Function.SQUARE, value));
            case SIGMOID -> multiply(value, subtract(constant(1), value));
            case RELU -> apply(Function.STEP, value);
            case STEP -> constant(0);
            case ABS -> subtract(apply(Function.STEP, x), apply(Function.STEP, apply(Function.NEGATE, x)));
            case RECIPROCAL -> apply(Function.NEGATE, apply(Function.SQUARE, value));
        };
    }

    private static Expr binary(Expr.Operator operator, Expr left, Expr right, int operand) {
        Expr dl = derive(left, operand);
        Expr dr = derive(right, operand);
        return switch (operator) {
            case ADD -> add(dl, dr);
            case SUBTRACT -> subtract(dl, dr);
            case MULTIPLY -> add(multiply(dl, right), multiply(left, dr));
            case DIVIDE -> subtract(multiply(dl, apply(Function.RECIPROCAL, right)),
                    multiply(multiply(left, dr), apply(Function.SQUARE, apply(Function.RECIPROCAL, right))));
            case MAXIMUM -> new Expr.Select(subtract(left, right), dl, dr);
            case MINIMUM -> new Expr.Select(subtract(right, left), dl, dr);
        };
    }
}
