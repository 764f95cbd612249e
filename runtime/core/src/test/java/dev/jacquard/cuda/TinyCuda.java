package dev.jacquard.cuda;

import java.util.List;
import java.util.Map;

import dev.jacquard.model.Activation;
import dev.jacquard.model.Initialization;
import dev.jacquard.model.Loss;
import dev.jacquard.network.Description;
import dev.jacquard.network.Engine;
import dev.jacquard.network.InitialValue;
import dev.jacquard.network.InputDescription;
import dev.jacquard.network.LayerDescription;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.OutputDescription;
import dev.jacquard.network.ParameterDescription;
import dev.jacquard.network.Parameters;
import dev.jacquard.network.Shape;

/** The program of a dense layer with one weight, as it would be generated: a chain, so there is a persistent kernel. */
final class TinyCuda extends CudaProgram {
    private static final Shape ONE = Shape.of(1);
    static final Description DESCRIPTION = new Description("Tiny", List.of(new LayerDescription("x", "Input", List.of(), Map.of(), ONE, 0, 0),
            new LayerDescription("y", "Dense", List.of("x"), Map.of(), ONE, 1, 2)),
            List.of(new ParameterDescription("y.kernel", "y", Shape.of(1, 1), 0, true, new InitialValue(Initialization.ZEROS, 0, 0, 1, 1), 0, 0)),
            List.of(new InputDescription("x", ONE)), List.of(new OutputDescription("y", ONE, Activation.LINEAR, Loss.MEAN_SQUARED_ERROR, 1, 1)), 2, 4,
            4,
            "none");

    /**
     * Opens it on a card.
     *
     * @param width numbers that a value between input and output has for each row
     */
    TinyCuda(Gpu gpu, long width) {
        super(new Parameters(DESCRIPTION), new NetworkSettings(Engine.CUDA, 1, 1), gpu, "Tiny.cu", phase(width), phase(width), phase(width),
                List.of("x"),
                List.of("y.target"), List.of("y"), new EpochKernel("TinyEpoch.cu", 1, List.of(1), true, 4));
    }

    private static Phase phase(long width) {
        DevicePlan plan = DevicePlan.builder().perRow(1, "x").perRow(width, "between").perRow(1, "y").perRow(1, "y.target").build();
        return new Phase(plan, List.of(Call.of("make_y", new Work.Product(1, 0, 1, 0, 1), "y", "x", "y.kernel")), List.of());
    }
}
