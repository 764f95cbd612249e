package dev.jacquard.processor.pass;

import java.util.ArrayList;
import java.util.List;

import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraph;
import dev.jacquard.processor.graph.ParameterSpec;

/**
 * The place of every parameter in the flat arena: trainable ones first, each at the start of a cache line.
 *
 * @param places in the order of their offsets
 */
public record ArenaLayout(List<Place> places) {
    /** Floats in a cache line. */
    private static final int LINE = 16;

    /** Keeps its own copy. */
    public ArenaLayout {
        places = List.copyOf(places);
    }

    /**
     * One parameter's place.
     *
     * @param offset in floats
     */
    public record Place(ParameterSpec parameter, long offset) {
    }

    /** The layout of a graph's parameters. */
    public static ArenaLayout of(OpGraph graph) {
        List<ParameterSpec> parameters = new ArrayList<>();
        graph.nodes().forEach(node -> {
            if (node.op() instanceof Op.Parameter(ParameterSpec spec)) {
                parameters.add(spec);
            }
        });
        List<Place> places = new ArrayList<>();
        long offset = 0;
        for (boolean trainable : List.of(true, false)) {
            for (ParameterSpec parameter : parameters) {
                if (parameter.trainable() == trainable) {
                    places.add(new Place(parameter, offset));
                    offset += (parameter.shape().size() + LINE - 1) / LINE * LINE;
                }
            }
        }
        return new ArenaLayout(places);
    }
}
