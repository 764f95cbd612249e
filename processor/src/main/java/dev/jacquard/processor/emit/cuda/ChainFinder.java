package dev.jacquard.processor.emit.cuda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.jacquard.model.Activation;
import dev.jacquard.model.Loss;
import dev.jacquard.processor.graph.Layer;
import dev.jacquard.processor.graph.LayerGraph;
import dev.jacquard.processor.graph.LayerNode;
import dev.jacquard.processor.graph.Penalty;
import dev.jacquard.processor.pass.ArenaLayout;
import dev.jacquard.processor.pass.Compilation;

import org.jspecify.annotations.Nullable;

/** Recognises models that are a chain of dense layers, and so can train in one persistent kernel. */
final class ChainFinder {
    private ChainFinder() {
    }

    /** The chain that a model is; null where it is something else. */
    static @Nullable DenseChain find(Compilation model) {
        LayerGraph layers = model.layers();
        Map<String, Long> offsets = new HashMap<>();
        model.arena().places().forEach(place -> offsets.put(place.parameter().name(), place.offset()));
        if (model.training() == null || layers.results().size() != 1 || layers.results().getFirst().weight() != 1) {
            return null;
        }
        List<DenseLayer> chain = new ArrayList<>();
        LayerNode before = null;
        int inputs = 0;
        int dropouts = 0;
        for (LayerNode node : layers.nodes()) {
            if (before == null) {
                if (!(node.layer() instanceof Layer.Input)) {
                    return null;
                }
                inputs = (int) node.shape().size();
            } else if (node.inputs().size() != 1 || node.inputs().getFirst() != before) {
                return null;
            } else if (node.layer() instanceof Layer.Dense dense) {
                if (!simple(node, dense)) {
                    return null;
                }
                chain.add(new DenseLayer(node.name(), dense.units(), dense.activation(), 0, 0, offsets.getOrDefault(node.name() + ".kernel", -1L),
                        offsets.getOrDefault(node.name() + ".bias", -1L)));
            } else if (node.layer() instanceof Layer.Dropout(double rate)) {
                // Dropout of the input, or two in a row, have no place in the kernel.
                if (chain.isEmpty() || chain.getLast().dropoutRate() != 0) {
                    return null;
                }
                chain.add(chain.removeLast().droppingOut(rate, dropouts++));
            } else if (!(node.layer() instanceof Layer.Flatten)) {
                return null;
            }
            before = node;
        }
        if (chain.isEmpty() || layers.results().getFirst().node() != before || chain.getLast().dropoutRate() != 0) {
            return null;
        }
        for (DenseLayer layer : chain.subList(0, chain.size() - 1)) {
            if (layer.activation() == Activation.SOFTMAX) {
                return null;
            }
        }
        Loss loss = layers.results().getFirst().loss();
        return fits(loss, chain.getLast().activation())
                ? new DenseChain(layers.name(), inputs, chain, loss, trainableSize(model))
                : null;
    }

    private static boolean simple(LayerNode node, Layer.Dense dense) {
        boolean flat = node.inputs().getFirst().shape().rank() == 1;
        return flat && dense.kernelRegularizer().equals(Penalty.NONE) && dense.biasRegularizer().equals(Penalty.NONE);
    }

    private static boolean fits(Loss loss, Activation activation) {
        return switch (loss) {
            case NONE -> false;
            case MEAN_SQUARED_ERROR -> activation != Activation.SOFTMAX;
            case BINARY_CROSSENTROPY -> activation == Activation.SIGMOID;
            case CATEGORICAL_CROSSENTROPY, SPARSE_CATEGORICAL_CROSSENTROPY -> activation == Activation.SOFTMAX;
        };
    }

    private static long trainableSize(Compilation model) {
        long end = 0;
        for (ArenaLayout.Place place : model.arena().places()) {
            if (place.parameter().trainable()) {
                end = (place.offset() + place.parameter().shape().size() + 15) / 16 * 16;
            }
        }
        return end;
    }
}
