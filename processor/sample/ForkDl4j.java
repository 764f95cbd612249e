package sample;

import dev.jacquard.dl4j.Dl4jProgram;
import dev.jacquard.dl4j.Losses;
import dev.jacquard.dl4j.WeightLink;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.Parameters;
import java.util.List;
import java.util.Map;
import javax.annotation.processing.Generated;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** {@link Fork} in Deeplearning4j's words: channels last, flattened as Keras does it. */
@Generated("dev.jacquard.processor.ModelProcessor")
final class ForkDl4j {
    /** The place of each parameter: layer and name there. */
    static final List<WeightLink> WEIGHTS = List.of(
    WeightLink.plain("a.kernel", "a", "W"),
    WeightLink.plain("a.bias", "a", "b"),
    WeightLink.plain("y.kernel", "y", "W"),
    WeightLink.plain("y.bias", "y", "b"),
    WeightLink.plain("z.kernel", "z", "W"),
    WeightLink.plain("z.bias", "z", "b"));

    private ForkDl4j() {
    }

    /**
     * The network's configuration, for Deeplearning4j's own use as well.
     *
     * @param updater how parameters change
     * @param seed    of dropout
     */
    public static ComputationGraphConfiguration configuration(IUpdater updater, long seed) {
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(updater)
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.feedForward(4))
                .addLayer("a", new DenseLayer.Builder().name("a").nOut(4).activation(Activation.TANH).build(), "x")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "x")
                .addVertex("both", new MergeVertex(), "sum", "a")
                .addLayer("y", new OutputLayer.Builder(LossFunctions.LossFunction.MSE).name("y").nOut(2).activation(Activation.IDENTITY).build(), "both")
                .addLayer("z", new OutputLayer.Builder(Losses.binaryCrossentropy(1, 0.5)).name("z").nOut(1).activation(Activation.SIGMOID).build(), "both")
                .setOutputs("y", "z")
                .build();
    }

    /** A program that Deeplearning4j runs, from parameters of ours. */
    static Dl4jProgram program(Parameters parameters, NetworkSettings settings) {
        return Dl4jProgram.graph(parameters, settings, ForkDl4j::configuration, WEIGHTS, Map.of(), List.of("y", "z"));
    }
}
