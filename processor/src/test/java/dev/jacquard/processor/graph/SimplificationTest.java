package dev.jacquard.processor.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;

import dev.jacquard.processor.graph.Expr.Function;
import dev.jacquard.processor.simulation.Evaluation;

import org.junit.jupiter.api.Test;

class SimplificationTest {
    private static final Expr X = new Expr.Operand(0);

    @Test
    void keepsTheValueOfTreesDrawnByChance() {
        Random chance = new Random(9);
        int shorter = 0;
        for (int seed = 0; seed < 3000; seed++) {
            Expr tree = new RandomExpressions(seed).draw(1 + seed % 6);
            Expr simple = Simplification.simplify(tree);
            for (int point = 0; point < 3; point++) {
                double[] at = {2 * chance.nextDouble() - 1, 2 * chance.nextDouble() - 1};
                double value = Evaluation.of(tree, at, point);
                assertThat(Evaluation.of(simple, at, point)).as("%s, simplified to %s", tree, simple).isCloseTo(value,
                        within(1e-12 * Math.max(1, Math.abs(value))));
            }
            assertThat(size(simple)).isLessThanOrEqualTo(size(tree) + 1);
            shorter += size(simple) < size(tree) ? 1 : 0;
        }
        assertThat(shorter).isGreaterThan(500);
    }

    @Test
    void isDoneAfterOneRound() {
        for (int seed = 0; seed < 1000; seed++) {
            Expr simple = Simplification.simplify(new RandomExpressions(seed).draw(4));
            assertThat(Simplification.simplify(simple)).isEqualTo(simple);
        }
    }

    @Test
    void dropsWhatDoesNothing() {
        for (Expr nothing : List.of(Expr.add(X, Expr.constant(0)), Expr.add(Expr.constant(0), X), Expr.subtract(X, Expr.constant(0)),
                Expr.multiply(X, Expr.constant(1)), Expr.multiply(Expr.constant(1), X), Expr.multiply(X, new Expr.DropoutMask(0, 1)),
                Expr.apply(Function.NEGATE, Expr.apply(Function.NEGATE, X)), new Expr.Select(Expr.constant(2), X, X))) {
            assertThat(Simplification.simplify(nothing)).as("%s", nothing).isEqualTo(X);
        }
        assertThat(Simplification.simplify(Expr.multiply(X, Expr.constant(0)))).isEqualTo(Expr.constant(0));
        assertThat(Simplification.simplify(Expr.subtract(Expr.constant(0), X))).isEqualTo(Expr.apply(Function.NEGATE, X));
    }

    private static int size(Expr e) {
        return 1 + e.children().stream().mapToInt(SimplificationTest::size).sum();
    }
}
