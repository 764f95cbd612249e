package dev.jacquard.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

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
            LayerDescription renamed = new LayerDescription("answer", "Projection", List.of("x"), Shape.of(2), 8, 12);
            Description changed = new Description(mine.name(), List.of(renamed), mine.parameters(), mine.inputs(), mine.outputs(), 12, 8, 8, "other");
            network.save(file);
            try (Parameters parameters = new Parameters(changed)) {
                assertThatThrownBy(() -> Checkpoint.load(file, parameters))
                        .hasMessageContaining("layer 1 is 'answer' Dense (2) from [x] in the file, but 'answer' Projection (2) from [x] here");
            }
        }
    }

    @Test
    void otherAttributesAreFoundByTheHash() {
        try (TinyNetwork network = TinyNetwork.regression(3, 2);
                TinyNetwork squashed = TinyNetwork.of(
                        TinyDescriptions.dense("Line", 3, 2, Activation.SIGMOID, Loss.MEAN_SQUARED_ERROR), 1)) {
            network.save(file);
            assertThatThrownBy(() -> squashed.load(file)).hasMessageContaining("not the same attributes");
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
