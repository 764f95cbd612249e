package dev.jacquard.processor.pass;

import dev.jacquard.model.Activation;
import dev.jacquard.processor.graph.Derivative;
import dev.jacquard.processor.graph.Expr;
import dev.jacquard.processor.graph.Simplification;

/** The formulas of the activations that work element by element. */
public final class Activations {
    /** The slope of leaky ReLU below zero. */
    private static final double LEAKY_SLOPE = 0.01;

    private Activations() {
    }

    /** The formula of an activation of operand 0; softmax has none, it is an operation of its own. */
    public static Expr formula(Activation activation) {
        return switch (activation) {
            case LINEAR -> Expr.IDENTITY;
            case SIGMOID -> Expr.apply(Expr.Function.SIGMOID, Expr.IDENTITY);
            case TANH -> Expr.apply(Expr.Function.TANH, Expr.IDENTITY);
            case RELU -> Expr.apply(Expr.Function.RELU, Expr.IDENTITY);
            case LEAKY_RELU -> new Expr.LeakyRelu(LEAKY_SLOPE, Expr.IDENTITY);
            case SOFTMAX -> throw new IllegalArgumentException("softmax does not work element by element");
        };
    }

    /** The gradient of what goes into an activation, by that of its result (operand 0) and the result (operand 1). */
    public static Expr gradient(Activation activation) {
        Expr formula = formula(activation);
        Expr slope = Derivative.of(formula, 0).replace(formula, new Expr.Operand(1));
        return Simplification.simplify(Expr.multiply(Expr.IDENTITY, slope));
    }
}
