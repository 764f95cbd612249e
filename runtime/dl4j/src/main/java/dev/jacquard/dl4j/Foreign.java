package dev.jacquard.dl4j;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.graph.vertex.impl.PreprocessorVertex;
import org.deeplearning4j.nn.layers.ActivationLayer;
import org.deeplearning4j.nn.layers.DropoutLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The layers with parameters of a model that others made, in the order they run.
 *
 * @param layers by name
 */
record Foreign(Map<String, Layer> layers) {
    /**
     * One layer.
     *
     * @param parameters by their names there
     * @param flattening of the channels-first image that it reads as a row of numbers; null where it reads something else
     */
    record Layer(String name, Map<String, INDArray> parameters, @Nullable Flattening flattening) {
    }

    /** An image that was flattened channel by channel. */
    record Flattening(int height, int width, int channels) {
        /** Rows of a kernel, row-major, in the order of an image that is flattened pixel by pixel. */
        float[] channelsLast(float[] kernel) {
            int pixels = height * width;
            int units = kernel.length / (pixels * channels);
            float[] sorted = new float[kernel.length];
            for (int pixel = 0; pixel < pixels; pixel++) {
                for (int channel = 0; channel < channels; channel++) {
                    System.arraycopy(kernel, (channel * pixels + pixel) * units, sorted, (pixel * channels + channel) * units, units);
                }
            }
            return sorted;
        }
    }

    static Foreign of(MultiLayerNetwork network) {
        Map<String, Layer> layers = new LinkedHashMap<>();
        for (int i = 0; i < network.getnLayers(); i++) {
            org.deeplearning4j.nn.api.Layer layer = network.getLayer(i);
            if (layer.numParams() > 0) {
                String name = layer.conf().getLayer().getLayerName();
                String unique = name == null || layers.containsKey(name) ? "layer" + i : name;
                layers.put(unique, new Layer(unique, layer.paramTable(), flattening(network, i)));
            }
        }
        return new Foreign(layers);
    }

    private static @Nullable Flattening flattening(MultiLayerNetwork network, int index) {
        for (int i = index; i >= 0; i--) {
            InputPreProcessor before = network.getLayerWiseConfigurations().getInputPreProcess(i);
            if (before != null) {
                return flattening(before);
            }
            if (i == 0 || !keepsOrder(network.getLayer(i - 1))) {
                return null;
            }
        }
        return null;
    }

    static Foreign of(ComputationGraph network) {
        Map<String, Layer> layers = new LinkedHashMap<>();
        for (int index : network.topologicalSortOrder()) {
            GraphVertex vertex = network.getVertices()[index];
            if (vertex.hasLayer() && vertex.getLayer().numParams() > 0) {
                String name = vertex.getVertexName();
                layers.put(name, new Layer(name, vertex.getLayer().paramTable(), flattening(network, vertex)));
            }
        }
        return new Foreign(layers);
    }

    private static @Nullable Flattening flattening(ComputationGraph network, GraphVertex start) {
        GraphVertex vertex = start;
        while (vertex != null) {
            if (vertex instanceof LayerVertex layer && layer.getLayerPreProcessor() != null) {
                return flattening(layer.getLayerPreProcessor());
            }
            if (vertex instanceof PreprocessorVertex change) {
                return flattening(change.getPreProcessor());
            }
            List<String> read = network.getConfiguration().getVertexInputs().get(vertex.getVertexName());
            GraphVertex before = read == null || read.size() != 1 ? null : network.getVertex(read.getFirst());
            boolean further = before instanceof PreprocessorVertex || before != null && before.hasLayer() && keepsOrder(before.getLayer());
            vertex = further ? before : null;
        }
        return null;
    }

    private static boolean keepsOrder(org.deeplearning4j.nn.api.Layer layer) {
        return layer instanceof DropoutLayer || layer instanceof ActivationLayer;
    }

    private static @Nullable Flattening flattening(InputPreProcessor before) {
        return before instanceof CnnToFeedForwardPreProcessor flat && flat.getFormat() == CNN2DFormat.NCHW
                ? new Flattening((int) flat.getInputHeight(), (int) flat.getInputWidth(), (int) flat.getNumChannels())
                : null;
    }
}
