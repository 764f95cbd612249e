package dev.jacquard.processor.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;

import dev.jacquard.JacquardException;
import dev.jacquard.network.Network;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights that compiled networks take from each other. */
class ExchangeTest {
    private static final String DEFINITION = """
            package parity;
            import static dev.jacquard.model.Activation.*;
            import static dev.jacquard.model.Padding.*;
            import dev.jacquard.model.*;
            @Model(loss = Loss.MEAN_SQUARED_ERROR) public interface Near {
                @Input({6, 6, 1}) Tensor image();
                @Conv2D(filters = 2, kernel = 3, padding = SAME, dilation = 1, activation = RELU) Tensor edges();
                @MaxPooling2D Tensor smaller();
                @Flatten Tensor flat();
                @Dense(units = 2, kernelInitializer = @Initializer(Initialization.GLOROT_UNIFORM)) Tensor answer();
            }
            """;

    @TempDir Path directory;

    @Test
    void aFileNamesTheLayerAndTheAttributeThatDiffer() {
        Path file = directory.resolve("near.safetensors");
        InMemory compiled = InMemory.compile(Map.of("Near", DEFINITION, "Far", variant("Far", "dilation = 1", "dilation = 2"), "Bent",
                variant("Bent", "RELU", "TANH"), "Other", variant("Other", "GLOROT_UNIFORM", "ZEROS")));
        try (Network near = compiled.network("Near", 1);
                Network far = compiled.network("Far", 1);
                Network bent = compiled.network("Bent", 1);
                Network other = compiled.network("Other", 1)) {
            near.save(file);
            float[] before = far.parameters().get("edges.kernel");
            assertThatThrownBy(() -> far.load(file)).isInstanceOf(JacquardException.class).hasMessageContaining(
                    "does not fit Far: layer 2, 'edges' Conv2D, has dilation (1, 1) in the file, but (2, 2) here");
            assertThatThrownBy(() -> bent.load(file)).hasMessageContaining("layer 2, 'edges' Conv2D, has activation RELU in the file, but TANH here");
            assertThat(far.parameters().get("edges.kernel")).containsExactly(before);
            other.load(file);
            float[] image = new float[36];
            image[14] = 1;
            assertThat(other.predict(image)).containsExactly(near.predict(image));
        }
    }

    private static String variant(String name, String from, String to) {
        assertThat(DEFINITION).contains(from);
        return DEFINITION.replace("interface Near", "interface " + name).replace(from, to);
    }
}
