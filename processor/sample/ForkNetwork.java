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

/** The network that {@link Fork} defines: 6 layers, 47 parameters. */
@Generated("dev.jacquard.processor.ModelProcessor")
final class ForkNetwork extends Network {
    /** What the compiler decided: layers, shapes, parameters, cost. */
    public static final Description DESCRIPTION = new Description("Fork", List.of(
    new LayerDescription("x", "Input", List.of(), Shape.of(4), 0L, 0L),
    new LayerDescription("a", "Dense", List.of("x"), Shape.of(4), 20L, 56L),
    new LayerDescription("sum", "Add", List.of("a", "x"), Shape.of(4), 0L, 4L),
    new LayerDescription("both", "Concatenate", List.of("sum", "a"), Shape.of(8), 0L, 0L),
    new LayerDescription("y", "Dense", List.of("both"), Shape.of(2), 18L, 34L),
    new LayerDescription("z", "Dense", List.of("both"), Shape.of(1), 9L, 21L)), List.of(
    new ParameterDescription("a.kernel", "a", Shape.of(4, 4), 0L, true, new InitialValue(Initialization.GLOROT_UNIFORM, 0.0, 0.0, 4, 4), 0.0, 0.0),
    new ParameterDescription("a.bias", "a", Shape.of(4), 16L, true, new InitialValue(Initialization.ZEROS, 0.0, 0.0, 4, 4), 0.0, 0.0),
    new ParameterDescription("y.kernel", "y", Shape.of(8, 2), 32L, true, new InitialValue(Initialization.GLOROT_UNIFORM, 0.0, 0.0, 8, 2), 0.0, 0.0),
    new ParameterDescription("y.bias", "y", Shape.of(2), 48L, true, new InitialValue(Initialization.ZEROS, 0.0, 0.0, 2, 2), 0.0, 0.0),
    new ParameterDescription("z.kernel", "z", Shape.of(8, 1), 64L, true, new InitialValue(Initialization.GLOROT_UNIFORM, 0.0, 0.0, 8, 1), 0.0, 0.0),
    new ParameterDescription("z.bias", "z", Shape.of(1), 80L, true, new InitialValue(Initialization.ZEROS, 0.0, 0.0, 1, 1), 0.0, 0.0)), List.of(
    new InputDescription("x", Shape.of(4))), List.of(
    new OutputDescription("y", Shape.of(2), Activation.LINEAR, Loss.MEAN_SQUARED_ERROR, 1.0, 2),
    new OutputDescription("z", Shape.of(1), Activation.SIGMOID, Loss.BINARY_CROSSENTROPY, 0.5, 1)), 115L, 200L, 72L, "71f4230da5c081fe1b47ff7157d0669cd4216675f21aafa39291e053fe6d69fc");

    private ForkNetwork(Program program, NetworkSettings settings) {
        super(program, settings);
    }

    /** A fresh network with default settings. */
    public static ForkNetwork create() {
        return create(NetworkSpec.settings(_ -> {
                }));
    }

    /** A fresh network: {@code create(n -> n.seed(42))}. */
    public static ForkNetwork create(Consumer<? super NetworkSpec> spec) {
        return create(NetworkSpec.settings(spec));
    }

    /** A fresh network with finished settings. */
    public static ForkNetwork create(NetworkSettings settings) {
        Parameters parameters = Initializers.initial(DESCRIPTION, settings.seed());
        Program program = switch (settings.engine()) {
            case AUTO, CPU -> new ForkCpu(parameters, settings);
            case CUDA -> throw new JacquardException("Fork was asked to run on CUDA, but it was compiled without a program for that engine; say engine(CPU) or engine(AUTO)");
            case DL4J -> ForkDl4j.program(parameters, settings);
        };
        return new ForkNetwork(program, settings);
    }

    /** Chooses optimizer and metrics: {@code compile(c -> c.optimizer(adam()))}. */
    public Trainer compile(Consumer<? super CompileSpec> spec) {
        return Trainer.compile(this, spec);
    }

    /** Chooses optimizer and metrics by finished settings. */
    public Trainer compile(CompileSettings finished) {
        return Trainer.compile(this, finished);
    }

    /** {@link Fork#x} of the rows last given to {@code forward}: (rows, 4). */
    public TensorView x() {
        return value("x");
    }

    /** {@link Fork#a} of the rows last given to {@code forward}: (rows, 4). */
    public TensorView a() {
        return value("a");
    }

    /** {@link Fork#sum} of the rows last given to {@code forward}: (rows, 4). */
    public TensorView sum() {
        return value("sum");
    }

    /** {@link Fork#both} of the rows last given to {@code forward}: (rows, 8). */
    public TensorView both() {
        return value("both");
    }

    /** {@link Fork#y} of the rows last given to {@code forward}: (rows, 2). */
    public TensorView y() {
        return value("y");
    }

    /** {@link Fork#z} of the rows last given to {@code forward}: (rows, 1). */
    public TensorView z() {
        return value("z");
    }
}
