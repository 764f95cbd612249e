package dev.jacquard.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.jacquard.DataException;
import dev.jacquard.JacquardException;
import dev.jacquard.network.Engine;
import dev.jacquard.network.Network;
import dev.jacquard.network.NetworkSettings;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Deeplearning4j's zip files, in both directions. */
class ModelsTest {
    @TempDir private Path directory;

    private static NetworkSettings on(Engine engine, long seed) {
        return new NetworkSettings(engine, seed, 1);
    }

    private static float[] row(Network network) {
        float[] row = new float[network.description().inputs().getFirst().shape().size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) Math.cos(i);
        }
        return row;
    }

    @Test
    void aSavedListIsReadByDeeplearning4jAndByUs() throws IOException {
        Path zip = directory.resolve("cnn.zip");
        try (Network saved = CnnNetwork.create(on(Engine.DL4J, 1)); Network loaded = CnnNetwork.create(on(Engine.CPU, 2))) {
            Dl4jModels.save(saved, zip, new Adam(1e-3));
            float[] expected = saved.predict(row(saved));
            MultiLayerNetwork theirs = ModelSerializer.restoreMultiLayerNetwork(zip.toFile(), false);
            assertThat(theirs.output(Nd4j.create(row(saved), new long[] {1, 126}, 'c')).toFloatVector()).containsExactly(expected, within(1e-6f));
            assertThat(loaded.predict(row(loaded))).isNotEqualTo(expected);
            Dl4jModels.load(loaded, zip);
            assertThat(loaded.predict(row(loaded))).containsExactly(expected, within(1e-5f));
        }
    }

    @Test
    void aSavedGraphIsReadByDeeplearning4jAndByUs() throws IOException {
        Path zip = directory.resolve("residual.zip");
        try (Network saved = ResidualNetwork.create(on(Engine.DL4J, 1)); Network loaded = ResidualNetwork.create(on(Engine.CPU, 2))) {
            Dl4jModels.save(saved, zip);
            float[] expected = saved.predict(row(saved));
            ComputationGraph theirs = ModelSerializer.restoreComputationGraph(zip.toFile(), false);
            INDArray input = Nd4j.create(row(saved), new long[] {1, 5, 5, 2}, 'c');
            assertThat(theirs.output(input)[0].toFloatVector()).containsExactly(expected, within(1e-6f));
            Dl4jModels.load(loaded, zip);
            assertThat(loaded.predict(row(loaded))).containsExactly(expected, within(1e-5f));
        }
    }

    /** As most of Deeplearning4j's users write it: channels first, no names, dropout between flattening and the layer that reads it. */
    @Test
    void aChannelsFirstModelOfOthersIsTurned() throws IOException {
        MultiLayerNetwork theirs = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(5).list()
                .layer(new ConvolutionLayer.Builder(2, 3).nOut(3).activation(Activation.TANH).build()).layer(new DropoutLayer(0.5))
                .layer(new OutputLayer.Builder(LossFunction.MCXENT).nOut(2).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutional(4, 5, 2)).build());
        theirs.init();
        Path zip = directory.resolve("theirs.zip");
        ModelSerializer.writeModel(theirs, zip.toFile(), true);
        try (Network ours = TinyCnnNetwork.create(on(Engine.CPU, 2))) {
            Dl4jModels.load(ours, zip);
            INDArray image = Nd4j.create(row(ours), new long[] {1, 4, 5, 2}, 'c').permute(0, 3, 1, 2).dup('c');
            assertThat(ours.predict(row(ours))).containsExactly(theirs.output(image).toFloatVector(), within(1e-5f));
        }
    }

    @Test
    void anotherArchitectureIsRefusedAndNothingChanges() {
        Path zip = directory.resolve("mlp.zip");
        try (Network saved = MlpNetwork.create(on(Engine.DL4J, 1)); Network other = AutoencoderNetwork.create(on(Engine.CPU, 2))) {
            Dl4jModels.save(saved, zip);
            float[] before = other.predict(row(other));
            assertThatThrownBy(() -> Dl4jModels.load(other, zip)).isInstanceOf(JacquardException.class)
                    .hasMessageContaining("does not fit Autoencoder: code.kernel is (20, 6), but layer 'hidden' has (12, 8) for it");
            assertThat(other.predict(row(other))).isEqualTo(before);
        }
    }

    @Test
    void aFileThatIsNoModelIsSaid() throws IOException {
        Path file = Files.writeString(directory.resolve("text.zip"), "no zip");
        try (Network network = MlpNetwork.create(on(Engine.CPU, 2))) {
            assertThatThrownBy(() -> Dl4jModels.load(network, file)).isInstanceOf(DataException.class)
                    .hasMessageContaining("holds no model of Deeplearning4j's");
            assertThatThrownBy(() -> Dl4jModels.load(network, directory.resolve("none.zip"))).isInstanceOf(DataException.class)
                    .hasMessageContaining("there is no readable file");
            assertThatThrownBy(() -> Dl4jModels.save(network, file)).isInstanceOf(JacquardException.class).hasMessageContaining("engine(DL4J)");
        }
    }
}
