package sample;

import dev.jacquard.JacquardException;
import dev.jacquard.model.Activation;
import dev.jacquard.model.Initialization;
import dev.jacquard.model.Loss;
import dev.jacquard.network.Description;
import dev.jacquard.network.InitialValue;
import dev.jacquard.network.Initializers;
import dev.jacquard.network.InputDescription;
import dev.jacquard.network.LayerDescription;
import dev.jacquard.network.Network;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.NetworkSpec;
import dev.jacquard.network.OutputDescription;
import dev.jacquard.network.ParameterDescription;
import dev.jacquard.network.Parameters;
import dev.jacquard.network.Program;
import dev.jacquard.network.Shape;
import dev.jacquard.network.TensorView;
import java.util.List;
import java.util.function.Consumer;
import javax.annotation.processing.Generated;

/** The network that {@link Second.Net} defines: 2 layers, 15 parameters. */
@Generated("dev.jacquard.processor.ModelProcessor")
final class Second_NetNetwork extends Network {
    /** What the compiler decided: layers, shapes, parameters, cost. */
    public static final Description DESCRIPTION = new Description("Second_Net", List.of(
    new LayerDescription("x", "Input", List.of(), Shape.of(4), 0L, 0L),
    new LayerDescription("y", "Dense", List.of("x"), Shape.of(3), 15L, 27L)), List.of(
    new ParameterDescription("y.kernel", "y", Shape.of(4, 3), 0L, true, new InitialValue(Initialization.GLOROT_UNIFORM, 0.0, 0.0, 4, 3), 0.0, 0.0),
    new ParameterDescription("y.bias", "y", Shape.of(3), 16L, true, new InitialValue(Initialization.ZEROS, 0.0, 0.0, 3, 3), 0.0, 0.0)), List.of(
    new InputDescription("x", Shape.of(4))), List.of(
    new OutputDescription("y", Shape.of(3), Activation.LINEAR, Loss.NONE, 1.0, 3)), 27L, 0L, 28L, "4360598625522092854f64f3e099c8bfc3de7e6fa95d47c27e10f6ccf2a82228");

    private Second_NetNetwork(Program program, NetworkSettings settings) {
        super(program, settings);
    }

    /** A fresh network with default settings. */
    public static Second_NetNetwork create() {
        return create(NetworkSpec.settings(_ -> {
                }));
    }

    /** A fresh network: {@code create(n -> n.seed(42))}. */
    public static Second_NetNetwork create(Consumer<? super NetworkSpec> spec) {
        return create(NetworkSpec.settings(spec));
    }

    /** A fresh network with finished settings. */
    public static Second_NetNetwork create(NetworkSettings settings) {
        Parameters parameters = Initializers.initial(DESCRIPTION, settings.seed());
        Program program = switch (settings.engine()) {
            case AUTO, CPU -> new Second_NetCpu(parameters, settings);
            case CUDA -> throw new JacquardException("Second_Net was asked to run on CUDA, but it was compiled without a program for that engine; say engine(CPU) or engine(AUTO)");
            case DL4J -> throw new JacquardException("Second_Net was asked to run on DL4J, but it was compiled without Deeplearning4j; add jacquard-dl4j and an ND4J backend such as nd4j-native to the class path and compile it again, or say engine(CPU)");
        };
        return new Second_NetNetwork(program, settings);
    }

    /** {@link Second.Net#x} of the rows last given to {@code forward}: (rows, 4). */
    public TensorView x() {
        return value("x");
    }

    /** {@link Second.Net#y} of the rows last given to {@code forward}: (rows, 3). */
    public TensorView y() {
        return value("y");
    }
}
