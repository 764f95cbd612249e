package sample;

import dev.jacquard.dl4j.Dl4jProgram;
import dev.jacquard.dl4j.ReshapePreProcessor;
import dev.jacquard.dl4j.WeightLink;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.Parameters;
import java.util.List;
import java.util.Map;
import javax.annotation.processing.Generated;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** {@link Cnn} in Deeplearning4j's words: channels last, flattened as Keras does it. */
@Generated("dev.jacquard.processor.ModelProcessor")
final class CnnDl4j {
    /** The place of each parameter: layer and name there. */
    static final List<WeightLink> WEIGHTS = List.of(
    WeightLink.convolution("conv.kernel", "conv", "W"),
    WeightLink.plain("conv.bias", "conv", "b"),
    WeightLink.plain("norm.gamma", "norm", "gamma"),
    WeightLink.plain("norm.beta", "norm", "beta"),
    WeightLink.plain("digit.kernel", "digit", "W"),
    WeightLink.plain("digit.bias", "digit", "b"),
    WeightLink.plain("norm.movingMean", "norm", "mean"),
    WeightLink.variance("norm.movingVariance", "norm", "log10stdev"));

    /** Values that are another's numbers in another shape: no layer there. */
    static final Map<String, String> SAME = Map.ofEntries(Map.entry("plane", "image"), Map.entry("flat", "norm"));

    private CnnDl4j() {
    }

    /**
     * The network's configuration, for Deeplearning4j's own use as well.
     *
     * @param updater how parameters change
     * @param seed    of dropout
     */
    public static MultiLayerConfiguration configuration(IUpdater updater, long seed) {
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(updater)
                .list()
                .inputPreProcessor(0, new ReshapePreProcessor(28, 28, 1))
                .layer(new ConvolutionLayer.Builder(3, 3).name("conv").nOut(4).convolutionMode(ConvolutionMode.Same).activation(Activation.RELU).build())
                .layer(new SubsamplingLayer.Builder(PoolingType.MAX).name("pooled").kernelSize(2, 2).stride(2, 2).build())
                .layer(new BatchNormalization.Builder().name("norm").decay(0.99).eps(0.001).build())
                .inputPreProcessor(3, new CnnToFeedForwardPreProcessor(14, 14, 4, CNN2DFormat.NHWC))
                .layer(new DropoutLayer.Builder(0.8).name("kept").build())
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.SPARSE_MCXENT).name("digit").nOut(10).activation(Activation.SOFTMAX).l2(2 * 0.001).build())
                .setInputType(InputType.feedForward(784))
                .build();
    }

    /** A program that Deeplearning4j runs, from parameters of ours. */
    static Dl4jProgram program(Parameters parameters, NetworkSettings settings) {
        return Dl4jProgram.sequential(parameters, settings, CnnDl4j::configuration, WEIGHTS, SAME, List.of("digit"));
    }
}
