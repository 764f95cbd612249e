package dev.jacquard.processor.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;

import dev.jacquard.processor.graph.Expr.Function;
import dev.jacquard.processor.graph.Expr.Operator;
import dev.jacquard.processor.simulation.Evaluation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DerivativeTest {
    private static final double[] POINTS = {0.13, 0.7, 1.9};
    private static final Expr X = new Expr.Operand(0);
    private static final Expr Y = new Expr.Operand(1);

    @ParameterizedTest
    @EnumSource(Function.class)
    void everyFunction(Function function) {
        boolean positive = function == Function.LOG || function == Function.SQRT;
        for (double point : POINTS) {
            check(Expr.apply(function, X), new double[] {point});
            if (!positive) {
                check(Expr.apply(function, X), new double[] {-point});
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Operator.class)
    void everyOperatorByBothSides(Operator operator) {
        for (double left : POINTS) {
            for (double right : new double[] {-1.1, 0.4, 2.5}) {
                check(new Expr.Binary(operator, X, Y), new double[] {left, right});
                check(new Expr.Binary(operator, X, X), new double[] {left});
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.3, 0, -0.5})
    void leakyReluOfAnySlope(double slope) {
        check(new Expr.LeakyRelu(slope, X), new double[] {0.8});
        check(new Expr.LeakyRelu(slope, X), new double[] {-0.8});
    }

    @Test
    void selectionPassesTheGradientOfTheChosenSide() {
        Expr select = new Expr.Select(X, Expr.multiply(X, Y), Expr.apply(Function.SQUARE, Y));
        check(select, new double[] {0.6, 0.9});
        check(select, new double[] {-0.6, 0.9});
    }

    @Test
    void masksAreConstant() {
        Expr masked = Expr.multiply(X, new Expr.DropoutMask(0.5, 1));
        assertThat(Derivative.of(masked, 0)).isEqualTo(new Expr.DropoutMask(0.5, 1));
    }

    @Test
    void atTheKinkReluHasSlopeZeroAndLeakyReluItsLeftSlope() {
        assertThat(Evaluation.of(Derivative.of(Expr.apply(Function.RELU, X), 0), new double[] {0}, 0)).isZero();
        assertThat(Evaluation.of(Derivative.of(new Expr.LeakyRelu(0.3, X), 0), new double[] {0}, 0)).isEqualTo(0.3);
    }

    @Test
    void anOperandThatIsNotReadHasNoInfluence() {
        assertThat(Derivative.of(Expr.apply(Function.TANH, X), 1)).isEqualTo(Expr.constant(0));
    }

    @Test
    void treesDrawnByChance() {
        int compared = 0;
        Random chance = new Random(5);
        for (int seed = 0; seed < 3000; seed++) {
            Expr tree = new RandomExpressions(seed).draw(1 + seed % 5);
            double[] at = {2 * chance.nextDouble() - 1, 2 * chance.nextDouble() - 1};
            for (int operand = 0; operand < 2; operand++) {
                double wide = slope(tree, at, operand, 2e-5);
                double narrow = slope(tree, at, operand, 1e-5);
                boolean kink = Math.abs(wide - narrow) > 1e-5 * Math.max(1, Math.abs(narrow));
                if (!kink && Double.isFinite(narrow)) {
                    double exact = Evaluation.of(Derivative.of(tree, operand), at, 7);
                    assertThat(exact).as("∂/∂x%d of %s at %s", operand, tree, at).isCloseTo(narrow, within(1e-4 * Math.max(1, Math.abs(narrow))));
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(5500);
    }

    private static void check(Expr expression, double[] at) {
        for (int operand = 0; operand < at.length; operand++) {
            double numeric = slope(expression, at, operand, 1e-6);
            assertThat(Evaluation.of(Derivative.of(expression, operand), at, 0)).as("∂/∂x%d of %s", operand, expression).isCloseTo(numeric,
                    within(1e-7 * Math.max(1, Math.abs(numeric))));
        }
    }

    private static double slope(Expr expression, double[] at, int operand, double step) {
        double[] above = at.clone();
        double[] below = at.clone();
        above[operand] += step;
        below[operand] -= step;
        return (Evaluation.of(expression, above, 7) - Evaluation.of(expression, below, 7)) / (2 * step);
    }
}
