package dev.jacquard.benchmarks;

import java.util.Arrays;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Deeplearning4j as its users write it: a {@code MultiLayerNetwork} fitted from a {@code DataSetIterator}, which DL4J reads ahead on a thread of
 * its own, the score read by a listener. Images are channels-first, its default: channels-last was no faster.
 */
final class Dl4jEngine implements Engine {
    private static final int TEST_BATCH = 500;

    private final Task task;
    private final MultiLayerNetwork network;
    private final ShuffledBatches batches;
    private final Scores scores = new Scores();

    Dl4jEngine(Task task) {
        this.task = task;
        Nd4j.getEnvironment().setMaxThreads(task.threads());
        Nd4j.getEnvironment().setMaxMasterThreads(task.threads());
        network = new MultiLayerNetwork(configuration(task));
        network.init();
        network.addListeners(scores);
        batches = new ShuffledBatches(task);
    }

    private static MultiLayerConfiguration configuration(Task task) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder().seed(task.seed()).updater(new Adam(1e-3)).list();
        OutputLayer.Builder output = new OutputLayer.Builder(LossFunction.MCXENT).nOut(Workload.CLASSES).activation(Activation.SOFTMAX);
        return switch (task.workload()) {
            case MLP -> layers.layer(hidden()) //
                    .layer(output.dropOut(0.8).build()) // of its input; the probability to keep
                    .setInputType(InputType.feedForward(Workload.PIXELS)).build();
            case CNN -> layers.layer(convolution(32)).layer(pooling()) //
                    .layer(convolution(64)).layer(pooling()) //
                    .layer(hidden()).layer(output.build()) //
                    .setInputType(InputType.convolutional(Workload.SIDE, Workload.SIDE, 1)).build();
        };
    }

    private static DenseLayer hidden() {
        return new DenseLayer.Builder().nOut(128).activation(Activation.RELU).build();
    }

    private static ConvolutionLayer convolution(int filters) {
        return new ConvolutionLayer.Builder(3, 3).nOut(filters).activation(Activation.RELU).build();
    }

    private static SubsamplingLayer pooling() {
        return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX).kernelSize(2, 2).stride(2, 2).build();
    }

    /** Images in the network's form: (count, 784) or (count, 1, 28, 28). */
    static INDArray images(Workload workload, float[] pixels, int count) {
        return switch (workload) {
            case MLP -> Nd4j.create(pixels, new long[] {count, Workload.PIXELS}, 'c');
            case CNN -> Nd4j.create(pixels, new long[] {count, 1, Workload.SIDE, Workload.SIDE}, 'c');
        };
    }

    @Override
    public double trainEpoch() {
        scores.sum = 0;
        network.fit(batches);
        return scores.sum / task.stepsPerEpoch();
    }

    @Override
    public double testAccuracy() {
        int count = task.test().size();
        int[] labels = task.test().labels();
        float[] pixels = Task.pixels(task.test());
        int hits = 0;
        for (int first = 0; first < count; first += TEST_BATCH) {
            int size = Math.min(TEST_BATCH, count - first);
            float[] some = Arrays.copyOfRange(pixels, first * Workload.PIXELS, (first + size) * Workload.PIXELS);
            int[] classes = network.output(images(task.workload(), some, size)).argMax(1).toIntVector();
            for (int i = 0; i < size; i++) {
                hits += classes[i] == labels[first + i] ? 1 : 0;
            }
        }
        return (double) hits / count;
    }

    @Override
    public int predict(float[] pixels) {
        return network.output(images(task.workload(), pixels, 1)).argMax(1).getInt(0);
    }

    @Override
    public void close() {
        network.close();
    }

    /** Adds up the loss of every step. */
    private static final class Scores extends BaseTrainingListener {
        private double sum;

        @Override
        public void iterationDone(Model model, int iteration, int epoch) {
            sum += model.score();
        }
    }
}
