package dev.jacquard.network;

import java.util.List;
import java.util.Map;

import dev.jacquard.model.Activation;
import dev.jacquard.model.Initialization;
import dev.jacquard.model.Loss;

/** Descriptions of small networks, as a compiler would have written them. */
public final class TinyDescriptions {
    private TinyDescriptions() {
    }

    /** x → one dense layer called {@code answer}. */
    public static Description dense(String name, int features, int units, Activation activation, Loss loss) {
        Shape input = Shape.of(features);
        Shape output = Shape.of(units);
        long parameters = (long) features * units + units;
        Map<String, String> attributes = Map.of("units", String.valueOf(units), "activation", activation.name(), "useBias", "true");
        LayerDescription layer = new LayerDescription("answer", "Dense", List.of("x"), attributes, output, parameters, 2L * features * units);
        InitialValue glorot = new InitialValue(Initialization.GLOROT_UNIFORM, 0, 0, features, units);
        InitialValue zeros = new InitialValue(Initialization.ZEROS, 0, 0, features, units);
        long kernel = Description.aligned((long) features * units);
        int targets = loss == Loss.SPARSE_CATEGORICAL_CROSSENTROPY ? 1 : units;
        return new Description(name, List.of(layer),
                List.of(new ParameterDescription("answer.kernel", "answer", Shape.of(features, units), 0, true, glorot, 0, 0),
                        new ParameterDescription("answer.bias", "answer", output, kernel, true, zeros, 0, 0)),
                List.of(new InputDescription("x", input)), List.of(new OutputDescription("answer", output, activation, loss, 1, targets)),
                2L * features * units, 4L * units, 4L * units, "hash of " + name + features + "x" + units + activation);
    }
}
