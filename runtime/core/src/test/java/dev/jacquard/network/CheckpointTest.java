package dev.jacquard.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.jacquard.DataException;
import dev.jacquard.JacquardException;
import dev.jacquard.io.Safetensors;
import dev.jacquard.model.Activation;
import dev.jacquard.model.Loss;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    @TempDir Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void nameFile() {
        file = directory.resolve("weights.safetensors");
    }

    @Test
    void weightsComeBackBitByBit() {
        try (TinyNetwork network = TinyNetwork.regression(3, 2);
                TinyNetwork other = TinyNetwork.of(network.description(), 99)) {
            network.parameters().set("answer.bias", Float.MIN_VALUE, -0f);
            network.save(file);
            other.load(file);
            assertThat(other.parameters().get("answer.kernel")).containsExactly(network.parameters().get("answer.kernel"));
            assertThat(other.parameters().get("answer.bias")).containsExactly(Float.MIN_VALUE, -0f);
        }
    }

    @Test
    void namesShapesAndArchitectureAreInTheFile() {
        try (TinyNetwork network = TinyNetwork.regression(3, 2)) {
            network.save(file);
            try (Safetensors stored = Safetensors.open(file)) {
                assertThat(stored.entry("answer.kernel").dimensions()).containsExactly(3L, 2L);
                assertThat(stored.metadata()).containsEntry("architecture", network.description().hash()).containsEntry("network", "Line");
            }
        }
    }

    @Test
    void anotherShapeIsNamedWithItsLayerAndNothingChanges() {
        try (TinyNetwork network = TinyNetwork.regression(3, 2);
                TinyNetwork wider = TinyNetwork.regression(4, 2)) {
            network.save(file);
            float[] before = wider.parameters().get("answer.kernel");
            assertThatThrownBy(() -> wider.load(file)).isInstanceOf(JacquardException.class).hasMessageContaining(file.toString())
                    .hasMessageContaining("the layer 'answer' differs: 'answer.kernel' is (3, 2) in the file, but (4, 2) here")
                    .hasMessageContaining("Load it into the definition it was saved from");
            assertThat(wider.parameters().get("answer.kernel")).containsExactly(before);
        }
    }

    @Test
    void anotherLayerIsNamedEvenWhenAllParametersAgree() {
        try (TinyNetwork network = TinyNetwork.regression(3, 2)) {
            Description mine = network.description();
            network.save(file);
            Map<String, String> attributes = mine.layers().getFirst().attributes();
            LayerDescription projection = new LayerDescription("answer", "Projection", List.of("x"), attributes, Shape.of(2), 8, 12);
            refused(with(mine, "other", projection), "layer 1 is 'answer' Dense in the file, but 'answer' Projection here");
            LayerDescription rewired = new LayerDescription("answer", "Dense", List.of("x", "y"), attributes, Shape.of(2), 8, 12);
            refused(with(mine, "other", rewired), "layer 1, 'answer' Dense, has inputs [x] in the file, but [x, y] here");
            LayerDescription reshaped = new LayerDescription("answer", "Dense", List.of("x"), attributes, Shape.of(1, 2), 8, 12);
            refused(with(mine, "other", reshaped), "layer 1, 'answer' Dense, has shape (2) in the file, but (1, 2) here");
            LayerDescription silent = new LayerDescription("answer", "Dense", List.of("x"), Map.of("useBias", "true"), Shape.of(2), 8, 12);
            refused(with(mine, "other", silent), "layer 1, 'answer' Dense, has activation LINEAR in the file, but unsaid here");
            refused(with(mine, "other", mine.layers().getFirst(), projection), "layer 2 is missing in the file, but 'answer' Projection here");
            refused(with(mine, "other"), "layer 1 is 'answer' Dense in the file, but missing here");
        }
    }

    private static Description with(Description mine, String hash, LayerDescription... layers) {
        return new Description(mine.name(), List.of(layers), mine.parameters(), mine.inputs(), mine.outputs(), 12, 8, 8, hash);
    }

    private void refused(Description description, String message) {
        try (Parameters parameters = new Parameters(description)) {
            assertThatThrownBy(() -> Checkpoint.load(file, parameters)).isInstanceOf(JacquardException.class).hasMessageContaining(message);
        }
    }

    @Test
    void anotherAttributeIsNamedWithItsLayerAndBothValues() {
        try (TinyNetwork network = TinyNetwork.regression(3, 2);
                TinyNetwork squashed = TinyNetwork.of(
                        TinyDescriptions.dense("Line", 3, 2, Activation.SIGMOID, Loss.MEAN_SQUARED_ERROR), 1)) {
            network.save(file);
            assertThatThrownBy(() -> squashed.load(file)).hasMessageContaining(
                    "layer 1, 'answer' Dense, has activation LINEAR in the file, but SIGMOID here. Load it into the definition");
        }
    }

    @Test
    void whateverElseDiffersIsFoundByTheHash() {
        try (TinyNetwork network = TinyNetwork.regression(3, 2)) {
            network.save(file);
            Description mine = network.description();
            refused(with(mine, "another hash", mine.layers().getFirst()), "all layers and parameters agree, but not the hash of the architecture: "
                    + "hash of Line… in the file, another hash here");
        }
    }

    @Test
    void aFileOfAnEarlierVersionIsRefusedInWords() {
        try (TinyNetwork network = TinyNetwork.regression(3, 2)) {
            Safetensors.write(file, w -> w.metadata("format", "jacquard").metadata("network", "Line").metadata("architecture", network.description()
                    .hash()).metadata("layers", "'answer' Dense (2) from [x]").floats("answer.kernel", new float[6], 3, 2)
                    .floats("answer.bias", new float[2], 2));
            assertThatThrownBy(() -> network.load(file)).isInstanceOf(JacquardException.class).hasMessageContaining(
                    file + " was saved by an earlier version of Jacquard, without checksums").hasMessageContaining("Train it anew");
        }
    }

    @Test
    void everyByteThatChangesIsFoundAndNothingIsLoaded() throws IOException {
        try (TinyNetwork network = TinyNetwork.regression(3, 2);
                TinyNetwork other = TinyNetwork.of(network.description(), 99)) {
            network.save(file);
            float[] kernel = other.parameters().get("answer.kernel");
            float[] bias = other.parameters().get("answer.bias");
            byte[] whole = Files.readAllBytes(file);
            for (int i = 0; i < whole.length; i++) {
                byte[] damaged = whole.clone();
                damaged[i] ^= 4;
                Files.write(file, damaged);
                assertThatThrownBy(() -> other.load(file)).as("byte %d", i).isInstanceOf(JacquardException.class).hasMessageContaining(file
                        .toString());
            }
            assertThat(other.parameters().get("answer.kernel")).containsExactly(kernel);
            assertThat(other.parameters().get("answer.bias")).containsExactly(bias);
        }
    }

    @Test
    void aDamagedTensorIsNamedWithItsOffset() throws IOException {
        try (TinyNetwork network = TinyNetwork.regression(3, 2);
                TinyNetwork other = TinyNetwork.of(network.description(), 99)) {
            network.save(file);
            long offset;
            try (Safetensors stored = Safetensors.open(file)) {
                offset = stored.entry("answer.bias").offset();
            }
            byte[] bytes = Files.readAllBytes(file);
            Arrays.fill(bytes, (int) offset, (int) offset + 4, (byte) 0xff);
            Files.write(file, bytes);
            float[] before = other.parameters().get("answer.kernel");
            assertThatThrownBy(() -> other.load(file)).isInstanceOf(DataException.class).hasMessageContaining(
                    file + ", offset " + offset + ": the 8 bytes of tensor 'answer.bias' have the CRC-32C ").hasMessageContaining(
                            "take another copy of it, or an older file");
            assertThat(other.parameters().get("answer.kernel")).containsExactly(before);
        }
    }

    @Test
    void filesOfOtherProgramsNeedFiniteNumbers() {
        try (TinyNetwork network = TinyNetwork.regression(3, 2)) {
            float[] before = network.parameters().get("answer.kernel");
            float[] kernel = {1, 2, 3, 4, 5, Float.NEGATIVE_INFINITY};
            Safetensors.write(file, w -> w.metadata("format", "pt").floats("answer.kernel", kernel, 3, 2).floats("answer.bias", new float[2], 2));
            long offset;
            try (Safetensors stored = Safetensors.open(file)) {
                offset = stored.entry("answer.kernel").offset() + 20;
            }
            assertThatThrownBy(() -> network.load(file)).isInstanceOf(DataException.class).hasMessageContaining(
                    file + ", offset " + offset + ": 'answer.kernel' (3, 2) is -Infinity at index (2, 1)");
            assertThat(network.parameters().get("answer.kernel")).containsExactly(before);
            kernel[5] = 6;
            Safetensors.write(file, w -> w.checksums().floats("answer.kernel", kernel, 3, 2).floats("answer.bias", new float[2], 2));
            network.load(file);
            assertThat(network.parameters().get("answer.kernel")).containsExactly(kernel);
        }
    }

    /** A training that went wrong can be saved and looked at. */
    @Test
    void ownFilesKeepWhatTheNetworkHad() {
        try (TinyNetwork network = TinyNetwork.regression(3, 2)) {
            network.parameters().set("answer.bias", Float.NaN, 1);
            network.save(file);
            network.load(file);
            assertThat(network.parameters().get("answer.bias")).containsExactly(Float.NaN, 1);
        }
    }

    @Test
    void aDamagedFileLeavesTheNetworkUntouched() throws IOException {
        try (TinyNetwork network = TinyNetwork.regression(3, 2);
                TinyNetwork other = TinyNetwork.of(network.description(), 99)) {
            network.save(file);
            byte[] whole = Files.readAllBytes(file);
            float[] before = other.parameters().get("answer.kernel");
            for (int length : new int[] {0, 5, 20, whole.length - 1}) {
                Files.write(file, Arrays.copyOf(whole, length));
                assertThatThrownBy(() -> other.load(file)).isInstanceOf(DataException.class).hasMessageContaining(file.toString());
            }
            assertThatThrownBy(() -> other.load(directory.resolve("absent"))).isInstanceOf(DataException.class).hasMessageContaining("absent");
            assertThat(other.parameters().get("answer.kernel")).containsExactly(before);
        }
    }
}
