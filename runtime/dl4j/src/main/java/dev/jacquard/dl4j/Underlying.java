package dev.jacquard.dl4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Deeplearning4j's two kinds of networks behind one face. */
sealed interface Underlying extends AutoCloseable {
    /** The network itself. */
    Model model();

    /** A layer's parts by its name. */
    Layer layer(String name);

    /** Results of named layers in inference, in the order of the names. */
    List<INDArray> results(List<String> names, INDArray[] inputs);

    /** The result of every layer in inference, inputs included. */
    Map<String, INDArray> values(INDArray[] inputs);

    /** One step. */
    void fit(INDArray[] inputs, INDArray[] targets);

    /**
     * Runs an output layer again on what a step's forward pass left.
     *
     * @param activations as the listener was given them, by name
     */
    INDArray output(String name, Map<String, INDArray> activations);

    /** The activations of a sequence by name. */
    Map<String, INDArray> named(List<INDArray> activations);

    BaseMultiLayerUpdater<?> updater();

    void listeners(List<TrainingListener> listeners);

    int iteration();

    void iteration(int value);

    void epoch(int value);

    @Override
    void close();

    /** A list of layers. */
    record Sequence(MultiLayerNetwork network, String input) implements Underlying {
        static Sequence of(MultiLayerConfiguration configuration, String input) {
            MultiLayerNetwork network = new MultiLayerNetwork(configuration);
            network.init();
            return new Sequence(network, input);
        }

        @Override
        public Model model() {
            return network;
        }

        @Override
        public Layer layer(String name) {
            return network.getLayer(name);
        }

        @Override
        public List<INDArray> results(List<String> names, INDArray[] inputs) {
            return List.of(network.output(inputs[0], false));
        }

        @Override
        public Map<String, INDArray> values(INDArray[] inputs) {
            LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
            List<INDArray> activations = new ArrayList<>(List.of(inputs[0]));
            for (int i = 0; i < network.getnLayers(); i++) {
                // A copy: an ActivationLayer overwrites what it reads.
                INDArray value = activations.getLast().dup('c');
                InputPreProcessor before = network.getLayerWiseConfigurations().getInputPreProcess(i);
                value = before == null ? value : before.preProcess(value, (int) value.size(0), none);
                activations.add(network.getLayer(i).activate(value, false, none));
            }
            return named(activations);
        }

        @Override
        public Map<String, INDArray> named(List<INDArray> activations) {
            Map<String, INDArray> named = new LinkedHashMap<>();
            named.put(input, activations.getFirst());
            for (int i = 1; i < activations.size(); i++) {
                named.put(network.getLayer(i - 1).conf().getLayer().getLayerName(), activations.get(i));
            }
            return named;
        }

        @Override
        public void fit(INDArray[] inputs, INDArray[] targets) {
            network.fit(inputs[0], targets[0]);
        }

        @Override
        public INDArray output(String name, Map<String, INDArray> activations) {
            INDArray last = new ArrayList<>(activations.values()).getLast();
            InputPreProcessor before = network.getLayerWiseConfigurations().getInputPreProcess(network.getnLayers() - 1);
            return Underlying.activate(network.getOutputLayer(), before, last);
        }

        @Override
        public BaseMultiLayerUpdater<?> updater() {
            return (BaseMultiLayerUpdater<?>) network.getUpdater();
        }

        @Override
        public void listeners(List<TrainingListener> listeners) {
            network.setListeners(listeners);
        }

        @Override
        public int iteration() {
            return network.getIterationCount();
        }

        @Override
        public void iteration(int value) {
            network.getLayerWiseConfigurations().setIterationCount(value);
        }

        @Override
        public void epoch(int value) {
            network.setEpochCount(value);
        }

        @Override
        public void close() {
            network.close();
        }
    }

    /** A graph of named vertices. */
    record Graph(ComputationGraph network) implements Underlying {
        static Graph of(ComputationGraphConfiguration configuration) {
            ComputationGraph network = new ComputationGraph(configuration);
            network.init();
            return new Graph(network);
        }

        @Override
        public Model model() {
            return network;
        }

        @Override
        public Layer layer(String name) {
            return network.getLayer(name);
        }

        @Override
        public List<INDArray> results(List<String> names, INDArray[] inputs) {
            if (network.getConfiguration().getNetworkOutputs().equals(names)) {
                return List.of(network.output(false, inputs));
            }
            Map<String, INDArray> values = values(inputs);
            return names.stream().map(values::get).toList();
        }

        @Override
        public Map<String, INDArray> values(INDArray[] inputs) {
            LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
            List<String> names = network.getConfiguration().getNetworkInputs();
            Map<String, INDArray> values = new LinkedHashMap<>();
            for (int index : network.topologicalSortOrder()) {
                GraphVertex vertex = network.getVertices()[index];
                String name = vertex.getVertexName();
                if (vertex.isInputVertex()) {
                    values.put(name, inputs[names.indexOf(name)]);
                    continue;
                }
                List<String> read = Underlying.read(network, name);
                for (int i = 0; i < read.size(); i++) {
                    // A copy: an ActivationLayer overwrites what it reads.
                    vertex.setInput(i, Objects.requireNonNull(values.get(read.get(i))).dup('c'), none);
                }
                values.put(name, vertex.doForward(false, none));
                vertex.clear();
            }
            return values;
        }

        @Override
        public Map<String, INDArray> named(List<INDArray> activations) {
            throw new IllegalStateException("a graph names its activations itself");
        }

        @Override
        public void fit(INDArray[] inputs, INDArray[] targets) {
            network.fit(inputs, targets);
        }

        @Override
        public INDArray output(String name, Map<String, INDArray> activations) {
            LayerVertex vertex = (LayerVertex) network.getVertex(name);
            INDArray before = Objects.requireNonNull(activations.get(Underlying.read(network, name).getFirst()));
            return Underlying.activate(vertex.getLayer(), vertex.getLayerPreProcessor(), before);
        }

        @Override
        public BaseMultiLayerUpdater<?> updater() {
            return network.getUpdater();
        }

        @Override
        public void listeners(List<TrainingListener> listeners) {
            network.setListeners(listeners);
        }

        @Override
        public int iteration() {
            return network.getIterationCount();
        }

        @Override
        public void iteration(int value) {
            network.getConfiguration().setIterationCount(value);
        }

        @Override
        public void epoch(int value) {
            network.getConfiguration().setEpochCount(value);
        }

        @Override
        public void close() {
            network.close();
        }
    }

    private static List<String> read(ComputationGraph network, String vertex) {
        return Objects.requireNonNull(network.getConfiguration().getVertexInputs().get(vertex));
    }

    private static INDArray activate(Layer layer, InputPreProcessor before, INDArray input) {
        LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
        INDArray copy = input.detach();
        INDArray ready = before == null ? copy : before.preProcess(copy, (int) copy.size(0), none);
        return layer.activate(ready, false, none);
    }
}
