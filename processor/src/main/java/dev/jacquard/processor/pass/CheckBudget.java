package dev.jacquard.processor.pass;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

import dev.jacquard.processor.graph.LayerGraph;
import dev.jacquard.processor.graph.LayerNode;
import dev.jacquard.processor.read.BudgetSpec;
import dev.jacquard.processor.read.ModelSpec;
import dev.jacquard.processor.report.Diagnostics;
import dev.jacquard.processor.report.Message;

/** Sums a model up in a note and holds it against its {@code @Budget}. */
public final class CheckBudget {
    private static final int SHOWN = 3;

    private CheckBudget() {
    }

    /** Reports the costs of a valid model and every limit it exceeds. */
    public static void check(LayerGraph graph, ModelSpec model, Diagnostics diagnostics) {
        String name = model.type().getSimpleName().toString();
        long parameters = Cost.parameters(graph);
        long flops = Cost.flops(graph);
        long values = Cost.activationBytes(graph);
        long bytes = Cost.parameterBytes(graph);
        diagnostics.report(Message.SUMMARY, model.model().anchor(), name, count(graph.nodes().size(), "layer"), count(parameters, "parameter"),
                count(flops, "FLOP"), count(bytes, "byte"), count(values, "byte"));
        BudgetSpec budget = model.budget();
        if (budget == null) {
            return;
        }
        if (exceeds(parameters, budget.parameters())) {
            diagnostics.report(Message.BUDGET_PARAMETERS, budget.attributes().anchor("parameters"), name, number(parameters),
                    number(budget.parameters()), largest(graph, Cost::parameters));
        }
        if (exceeds(flops, budget.flops())) {
            diagnostics.report(Message.BUDGET_FLOPS, budget.attributes().anchor("flops"), name, number(flops), number(budget.flops()),
                    largest(graph, Cost::flops));
        }
        if (exceeds(bytes + values, budget.memory())) {
            diagnostics.report(Message.BUDGET_MEMORY, budget.attributes().anchor("memory"), name, number(bytes), number(values),
                    number(budget.memory()), largest(graph, node -> Float.BYTES * (Cost.parameters(node) + node.shape().size())));
        }
    }

    private static boolean exceeds(long actual, long limit) {
        return limit > 0 && actual > limit;
    }

    private static String largest(LayerGraph graph, ToLongFunction<LayerNode> cost) {
        List<LayerNode> ordered = graph.nodes().stream().filter(node -> cost.applyAsLong(node) > 0)
                .sorted(Comparator.comparingLong(cost).reversed()).limit(SHOWN).toList();
        return ordered.stream().map(node -> node.name() + " (" + number(cost.applyAsLong(node)) + ")").collect(Collectors.joining(", "));
    }

    private static String count(long number, String noun) {
        return number(number) + " " + noun + (number == 1 ? "" : "s");
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
