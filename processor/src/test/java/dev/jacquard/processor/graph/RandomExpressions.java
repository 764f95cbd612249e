package dev.jacquard.processor.graph;

import java.util.Random;

import dev.jacquard.processor.graph.Expr.Function;
import dev.jacquard.processor.graph.Expr.Operator;

/** Expressions of two operands drawn by chance, finite wherever the operands are moderate. */
final class RandomExpressions {
    private final Random chance;

    RandomExpressions(long seed) {
        chance = new Random(seed);
    }

    Expr draw(int depth) {
        if (depth == 0) {
            return switch (chance.nextInt(6)) {
                case 0 -> Expr.constant(chance.nextInt(3) - 1);
                case 1 -> Expr.constant(2 * chance.nextDouble() - 1);
                case 2 -> new Expr.DropoutMask(chance.nextInt(2) * 0.5, 3);
                default -> new Expr.Operand(chance.nextInt(2));
            };
        }
        Expr x = draw(chance.nextInt(depth));
        return switch (chance.nextInt(10)) {
            case 0, 1, 2 -> function(x);
            case 3 -> new Expr.LeakyRelu(chance.nextBoolean() ? 0.3 : -0.2, x);
            case 4 -> new Expr.Select(x, draw(chance.nextInt(depth)), draw(chance.nextInt(depth)));
            default -> operation(x, draw(depth - 1));
        };
    }

    private Expr function(Expr x) {
        Function function = Function.values()[chance.nextInt(Function.values().length)];
        return Expr.apply(function, switch (function) {
            case LOG, SQRT, RECIPROCAL -> positive(x);
            case EXP -> Expr.apply(Function.TANH, x);
            default -> x;
        });
    }

    private Expr operation(Expr left, Expr right) {
        Operator operator = Operator.values()[chance.nextInt(Operator.values().length)];
        return new Expr.Binary(operator, left, operator == Operator.DIVIDE ? positive(right) : right);
    }

    private static Expr positive(Expr x) {
        return Expr.add(Expr.apply(Function.SQUARE, x), Expr.constant(0.4));
    }
}
