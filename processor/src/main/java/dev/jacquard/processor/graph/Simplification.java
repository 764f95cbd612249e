package dev.jacquard.processor.graph;

import dev.jacquard.processor.graph.Expr.Binary;
import dev.jacquard.processor.graph.Expr.Constant;
import dev.jacquard.processor.graph.Expr.Function;
import dev.jacquard.processor.graph.Expr.Operator;
import dev.jacquard.processor.graph.Expr.Select;
import dev.jacquard.processor.graph.Expr.Unary;

/** Rewrites expressions into shorter ones with the same value: constants folded, zeros and ones dropped. */
public final class Simplification {
    private Simplification() {
    }

    /** The simplified expression. */
    public static Expr simplify(Expr expression) {
        Expr e = expression.mapChildren(Simplification::simplify);
        return switch (e) {
            case Binary(Operator operator, Expr left, Expr right) -> binary(e, operator, left, right);
            case Unary(Function function, Expr argument) -> unary(e, function, argument);
            case Select(Expr _, Expr positive, Expr otherwise) when positive.equals(otherwise) -> positive;
            case Expr.DropoutMask(double rate, int _) when rate == 0 -> Expr.constant(1);
            default -> e;
        };
    }

    private static Expr unary(Expr e, Function function, Expr argument) {
        if (function == Function.NEGATE && argument instanceof Constant(double value)) {
            return Expr.constant(-value);
        }
        if (function == Function.NEGATE && argument instanceof Unary(Function inner, Expr twice) && inner == Function.NEGATE) {
            return twice;
        }
        // step(relu(x)) = step(x): the value of a ReLU may stand for its argument, not the other way round
        if (function == Function.RELU && argument instanceof Unary(Function inner, Expr _) && inner == Function.RELU) {
            return argument;
        }
        return e;
    }

    private static Expr binary(Expr e, Operator operator, Expr left, Expr right) {
        if (left instanceof Constant(double a) && right instanceof Constant(double b)) {
            return Expr.constant(switch (operator) {
                case ADD -> a + b;
                case SUBTRACT -> a - b;
                case MULTIPLY -> a * b;
                case DIVIDE -> a / b;
                case MAXIMUM -> Math.max(a, b);
                case MINIMUM -> Math.min(a, b);
            });
        }
        return switch (operator) {
            case ADD -> is(left, 0) ? right : is(right, 0) ? left : e;
            case SUBTRACT -> is(right, 0) ? left : is(left, 0) ? simplify(Expr.apply(Function.NEGATE, right)) : e;
            case MULTIPLY -> is(left, 0) || is(right, 0) ? Expr.constant(0) : is(left, 1) ? right : is(right, 1) ? left : e;
            case DIVIDE -> is(right, 1) ? left : is(left, 0) ? left : e;
            case MAXIMUM, MINIMUM -> left.equals(right) ? left : e;
        };
    }

    private static boolean is(Expr e, double value) {
        return e instanceof Constant(double constant) && constant == value;
    }
}
