package dev.jacquard.processor.simulation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

import dev.jacquard.processor.graph.Node;
import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraph;
import dev.jacquard.processor.graph.Type;

/** Parameters, inputs and targets drawn by chance. */
public final class Givens {
    private Givens() {
    }

    /** What a graph takes from outside, by name. */
    public static Map<String, double[]> of(OpGraph graph, int rows, long seed) {
        Random chance = new Random(seed);
        Map<String, double[]> given = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Op.Input || node.op() instanceof Op.Target || node.op() instanceof Op.Parameter) {
                int size = (int) node.type().shape().size() * (node.type().batched() ? rows : 1);
                double[] values = chance.doubles(size, -1, 1).toArray();
                if (node.type().element() == Type.Element.LABEL) {
                    Arrays.setAll(values, _ -> chance.nextInt(2));
                } else if (node.op() instanceof Op.Target || node.name().endsWith("movingVariance")) {
                    Arrays.setAll(values, _ -> 0.1 + 0.8 * chance.nextDouble());
                }
                if (node.op() instanceof Op.Parameter(var spec) && spec.role().equals("kernel")) {
                    Arrays.setAll(values, i -> values[i] * 2 / Math.sqrt(spec.fanIn()));
                }
                given.put(node.name(), values);
            }
        }
        return given;
    }

    /** A copy that may be changed. */
    public static Map<String, double[]> copy(Map<String, double[]> given) {
        Map<String, double[]> copy = new LinkedHashMap<>();
        given.forEach((name, values) -> copy.put(name, values.clone()));
        return copy;
    }
}
