package dev.jacquard.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

import dev.jacquard.DataException;
import dev.jacquard.network.Engine;
import dev.jacquard.network.Network;
import dev.jacquard.network.NetworkSettings;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Files that Keras 1 and 2 wrote, from Deeplearning4j's own tests. */
class KerasTest {
    private static final Path FIXTURES = Path.of("../../../shared/fixtures/keras-h5/dl4j-keras.zip");

    @TempDir private Path directory;

    static Stream<Arguments> files() {
        return Stream.of(file("modelimport/keras/optimizers/adam.h5", KerasModels_WideNetwork::create),
                file("modelimport/keras/tfscope/model.h5", KerasModels_ScopeNetwork::create),
                file("keras/simple/cnn_tf_model.h5", KerasModels_SimpleNetwork::create),
                file("modelimport/keras/weights/conv2d_reshape_tensorflow_2.h5", KerasModels_ReshapedNetwork::create),
                file("modelimport/keras/weights/batch_to_conv2d_tensorflow_2.h5", KerasModels_NormalisedNetwork::create));
    }

    private static Arguments file(String name, Function<NetworkSettings, Network> creation) {
        return Arguments.of(name, creation);
    }

    private Path extracted(String name) throws IOException {
        assumeTrue(Files.isReadable(FIXTURES), "skipped: " + FIXTURES + " is not on this machine");
        Path target = directory.resolve(Path.of(name).getFileName().toString());
        try (ZipFile zip = new ZipFile(FIXTURES.toFile()); InputStream content = zip.getInputStream(zip.getEntry(name))) {
            Files.copy(content, target);
        }
        return target;
    }

    /** The only stored outputs belong to recurrent networks; here Deeplearning4j's own run of the imported model is the other side. */
    @ParameterizedTest
    @MethodSource("files")
    void theWeightsOfAFileGiveItsPredictions(String name, Function<NetworkSettings, Network> creation)
            throws IOException {
        Path file = extracted(name);
        try (Network ours = creation.apply(new NetworkSettings(Engine.CPU, 9, 1))) {
            Dl4jModels.importKeras(ours, file);
            float[] row = new float[ours.description().inputs().getFirst().shape().size()];
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) Math.sin(0.7 * i);
            }
            Model theirs = Dl4jModels.readKeras(file);
            INDArray input = Nd4j.create(row, Rows.shape(ours.description().inputs().getFirst().shape(), 1), 'c');
            float[] expected = Conversion.numbers(((MultiLayerNetwork) theirs).output(input));
            assertThat(ours.predict(row)).containsExactly(expected, within(1e-5f));
        }
    }

    @Test
    void anotherArchitectureIsRefused() throws IOException {
        Path file = extracted("modelimport/keras/optimizers/adam.h5");
        try (Network network = MlpNetwork.create(new NetworkSettings(Engine.CPU, 9, 1))) {
            assertThatThrownBy(() -> Dl4jModels.importKeras(network, file)).hasMessageContaining("does not fit Mlp: hidden.kernel is (12, 8)");
        }
    }

    @Test
    void aMissingFileIsSaid() {
        try (Network network = MlpNetwork.create(new NetworkSettings(Engine.CPU, 9, 1))) {
            assertThatThrownBy(() -> Dl4jModels.importKeras(network, directory.resolve("none.h5"))).isInstanceOf(DataException.class)
                    .hasMessageContaining("there is no readable file");
        }
    }
}
