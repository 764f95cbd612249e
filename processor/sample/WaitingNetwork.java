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
import dev.jacquard.train.CompileSettings;
import dev.jacquard.train.CompileSpec;
import dev.jacquard.train.Trainer;
import java.util.List;
import java.util.function.Consumer;
import javax.annotation.processing.Generated;

/** The network that {@link Waiting} defines: 3 layers, 27 parameters. */
@Generated("dev.jacquard.processor.ModelProcessor")
final class WaitingNetwork extends Network {
    /** What the compiler decided: layers, shapes, parameters, cost. */
    public static final Description DESCRIPTION = new Description("Waiting", List.of(
    new LayerDescription("x", "Input", List.of(), Shape.of(4), 0L, 0L),
    new LayerDescription("part.out", "Dense", List.of("x"), Shape.of(3), 15L, 27L),
    new LayerDescription("y", "Dense", List.of("part.out"), Shape.of(3), 12L, 21L)), List.of(
    new ParameterDescription("part.out.kernel", "part.out", Shape.of(4, 3), 0L, true, new InitialValue(Initialization.GLOROT_UNIFORM, 0.0, 0.0, 4, 3), 0.0, 0.0),
    new ParameterDescription("part.out.bias", "part.out", Shape.of(3), 16L, true, new InitialValue(Initialization.ZEROS, 0.0, 0.0, 3, 3), 0.0, 0.0),
    new ParameterDescription("y.kernel", "y", Shape.of(3, 3), 32L, true, new InitialValue(Initialization.GLOROT_UNIFORM, 0.0, 0.0, 3, 3), 0.0, 0.0),
    new ParameterDescription("y.bias", "y", Shape.of(3), 48L, true, new InitialValue(Initialization.ZEROS, 0.0, 0.0, 3, 3), 0.0, 0.0)), List.of(
    new InputDescription("x", Shape.of(4))), List.of(
    new OutputDescription("y", Shape.of(3), Activation.LINEAR, Loss.MEAN_SQUARED_ERROR, 1.0, 3)), 48L, 76L, 28L, "0e91d6d796fe84afe5fa217acb0c50d404166860b0b1421605eb84792c5ff13a");

    private WaitingNetwork(Program program, NetworkSettings settings) {
        super(program, settings);
    }

    /** A fresh network with default settings. */
    public static WaitingNetwork create() {
        return create(NetworkSpec.settings(_ -> {
                }));
    }

    /** A fresh network: {@code create(n -> n.seed(42))}. */
    public static WaitingNetwork create(Consumer<? super NetworkSpec> spec) {
        return create(NetworkSpec.settings(spec));
    }

    /** A fresh network with finished settings. */
    public static WaitingNetwork create(NetworkSettings settings) {
        Parameters parameters = Initializers.initial(DESCRIPTION, settings.seed());
        Program program = switch (settings.engine()) {
            case AUTO, CPU -> new WaitingCpu(parameters, settings);
            case CUDA -> throw new JacquardException("Waiting was asked to run on CUDA, but it was compiled without a program for that engine; say engine(CPU) or engine(AUTO)");
            case DL4J -> throw new JacquardException("Waiting was asked to run on DL4J, but it was compiled without Deeplearning4j; add jacquard-dl4j and an ND4J backend such as nd4j-native to the class path and compile it again, or say engine(CPU)");
        };
        return new WaitingNetwork(program, settings);
    }

    /** Chooses optimizer and metrics: {@code compile(c -> c.optimizer(adam()))}. */
    public Trainer compile(Consumer<? super CompileSpec> spec) {
        return Trainer.compile(this, spec);
    }

    /** Chooses optimizer and metrics by finished settings. */
    public Trainer compile(CompileSettings finished) {
        return Trainer.compile(this, finished);
    }

    /** {@link Waiting#x} of the rows last given to {@code forward}: (rows, 4). */
    public TensorView x() {
        return value("x");
    }

    /** {@link Waiting#y} of the rows last given to {@code forward}: (rows, 3). */
    public TensorView y() {
        return value("y");
    }
}
