package dev.jacquard.processor.pass;

import java.util.ArrayList;
import java.util.List;

import dev.jacquard.processor.graph.Expr;
import dev.jacquard.processor.graph.Node;
import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraphBuilder;
import dev.jacquard.processor.graph.Type;

import org.jspecify.annotations.Nullable;

/** Sums of any number of values, as formulas of no more operands than engines take. */
final class Sums {
    /** Engines run formulas of at most this many operands. */
    static final int MOST_OPERANDS = 4;

    private Sums() {
    }

    /** The formula that adds its operands from left to right. */
    static Op of(List<Node> operands) {
        Expr sum = Expr.IDENTITY;
        for (int i = 1; i < operands.size(); i++) {
            sum = Expr.add(sum, new Expr.Operand(i));
        }
        return new Op.Elementwise(sum);
    }

    /** As few values with the same sum: all but the last ones are added up. */
    static List<Node> few(OpGraphBuilder graph, String name, Type type, @Nullable String method, List<Node> values) {
        List<Node> left = new ArrayList<>(values);
        while (left.size() > MOST_OPERANDS) {
            List<Node> first = List.copyOf(left.subList(0, MOST_OPERANDS));
            left.subList(0, MOST_OPERANDS).clear();
            left.addFirst(graph.step(name + ".sum", of(first), type, method, first.toArray(Node[]::new)));
        }
        return left;
    }
}
