package dev.jacquard.processor.graph;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Element-wise mathematics, written once: every engine prints or runs this tree, and its derivative is taken symbolically. Two trees that look
 * the same are equal.
 */
public sealed interface Expr {
    /** The element of an operand, counted from 0. */
    record Operand(int index) implements Expr {
    }

    /** A number. */
    record Constant(double value) implements Expr {
    }

    /** A function of one argument. */
    record Unary(Function function, Expr argument) implements Expr {
    }

    /** argument where it is positive, else slope·argument. */
    record LeakyRelu(double slope, Expr argument) implements Expr {
    }

    /** An operation on two arguments. */
    record Binary(Operator operator, Expr left, Expr right) implements Expr {
    }

    /** positive where condition &gt; 0, else otherwise. */
    record Select(Expr condition, Expr positive, Expr otherwise) implements Expr {
    }

    /**
     * 1 / (1 − rate) with probability 1 − rate, else 0; the same at the same element of the same step wherever it is evaluated.
     *
     * @param layer number of the dropout layer in the model: layers draw different numbers
     */
    record DropoutMask(double rate, int layer) implements Expr {
    }

    /** Functions of one argument. */
    enum Function {
        /** −x. */
        NEGATE,
        /** e^x. */
        EXP,
        /** ln x. */
        LOG,
        /** √x. */
        SQRT,
        /** x². */
        SQUARE,
        /** Hyperbolic tangent. */
        TANH,
        /** 1 / (1 + e^−x). */
        SIGMOID,
        /** max(x, 0). */
        RELU,
        /** 1 where x &gt; 0, else 0. */
        STEP,
        /** |x|. */
        ABS,
        /** 1 / x. */
        RECIPROCAL
    }

    /** Operations on two arguments. */
    enum Operator {
        /** left + right. */
        ADD,
        /** left − right. */
        SUBTRACT,
        /** left · right. */
        MULTIPLY,
        /** left / right. */
        DIVIDE,
        /** The larger. */
        MAXIMUM,
        /** The smaller. */
        MINIMUM
    }

    /** The operand 0 itself. */
    Expr IDENTITY = new Operand(0);

    /** A number. */
    static Expr constant(double value) {
        return new Constant(value);
    }

    /** left + right. */
    static Expr add(Expr left, Expr right) {
        return new Binary(Operator.ADD, left, right);
    }

    /** left − right. */
    static Expr subtract(Expr left, Expr right) {
        return new Binary(Operator.SUBTRACT, left, right);
    }

    /** left · right. */
    static Expr multiply(Expr left, Expr right) {
        return new Binary(Operator.MULTIPLY, left, right);
    }

    /** A function of an argument. */
    static Expr apply(Function function, Expr argument) {
        return new Unary(function, argument);
    }

    /** The trees directly below this one. */
    default List<Expr> children() {
        return switch (this) {
            case Operand _, Constant _, DropoutMask _ -> List.of();
            case Unary(_, Expr argument) -> List.of(argument);
            case LeakyRelu(_, Expr argument) -> List.of(argument);
            case Binary(_, Expr left, Expr right) -> List.of(left, right);
            case Select(Expr condition, Expr positive, Expr otherwise) -> List.of(condition, positive, otherwise);
        };
    }

    /** This tree with every child replaced by what the rewriting makes of it. */
    default Expr mapChildren(UnaryOperator<Expr> rewrite) {
        return switch (this) {
            case Operand _, Constant _, DropoutMask _ -> this;
            case Unary(Function function, Expr argument) -> new Unary(function, rewrite.apply(argument));
            case LeakyRelu(double slope, Expr argument) -> new LeakyRelu(slope, rewrite.apply(argument));
            case Binary(Operator operator, Expr left, Expr right) -> new Binary(operator, rewrite.apply(left), rewrite.apply(right));
            case Select(Expr condition, Expr positive, Expr otherwise) ->
                new Select(rewrite.apply(condition), rewrite.apply(positive), rewrite.apply(otherwise));
        };
    }

    /** This tree with one sub-tree replaced by another wherever it stands. */
    default Expr replace(Expr part, Expr replacement) {
        return equals(part) ? replacement : mapChildren(child -> child.replace(part, replacement));
    }

    /** Whether the tree reads that operand. */
    default boolean reads(int operand) {
        return this instanceof Operand(int index) ? index == operand : children().stream().anyMatch(child -> child.reads(operand));
    }

    /** This tree with every operand replaced by a tree. */
    default Expr substitute(List<Expr> operands) {
        return this instanceof Operand(int index) ? operands.get(index) : mapChildren(child -> child.substitute(operands));
    }
}
