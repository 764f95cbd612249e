package dev.jacquard.processor.emit.cpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.jacquard.processor.graph.Node;
import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraph;
import dev.jacquard.processor.graph.OpGraphBuilder;
import dev.jacquard.processor.graph.Shape;
import dev.jacquard.processor.graph.Type;

/**
 * The CPU's own pass: input gradients read their kernel transposed or flipped, once a step, so that every product runs along contiguous rows.
 */
final class PrepareKernels {
    private PrepareKernels() {
    }

    static OpGraph apply(OpGraph graph) {
        OpGraphBuilder builder = new OpGraphBuilder();
        Map<Integer, Node> renamed = new HashMap<>();
        for (Node node : graph.nodes()) {
            List<Node> inputs = new ArrayList<>(node.inputs().stream().map(renamed::get).toList());
            switch (node.op()) {
                case Op.LinearInputGradient(int in, int out) -> inputs.set(1, builder.step(inputs.get(1).name() + ".transposed",
                        new Op.Transpose(in, out), Type.once(Shape.of(out, in)), inputs.get(1).method(), inputs.get(1)));
                case Op.ConvolutionInputGradient(var window, int filters) -> inputs.set(1, builder.step(inputs.get(1).name() + ".flipped",
                        new Op.FlipKernel(window, filters), Type.once(Shape.of(window.size().height(), window.size().width(), filters,
                                window.channels())),
                        inputs.get(1).method(), inputs.get(1)));
                default -> {
                }
            }
            Node[] reads = inputs.toArray(Node[]::new);
            Node copy = node.value() ? builder.value(node.name(), node.op(), node.type(), node.method(), reads)
                    : builder.step(node.name(), node.op(), node.type(), node.method(), reads);
            renamed.put(node.id(), copy);
        }
        graph.outputs().forEach(id -> builder.output(Objects.requireNonNull(renamed.get(id))));
        graph.gradients().forEach((parameter, gradient) -> builder.gradient(Objects.requireNonNull(renamed.get(parameter)),
                Objects.requireNonNull(renamed.get(gradient))));
        graph.effects().forEach(id -> builder.effect(Objects.requireNonNull(renamed.get(id))));
        return builder.build();
    }
}
