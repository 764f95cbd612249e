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

/** The network that {@link Half} defines: 3 layers, 17 parameters. */
@Generated("dev.jacquard.processor.ModelProcessor")
final class HalfNetwork extends Network {
    /** What the compiler decided: layers, shapes, parameters, cost. */
    public static final Description DESCRIPTION = new Description("Half", List.of(
    new LayerDescription("x", "Input", List.of(), Shape.of(4), 0L, 0L),
    new LayerDescription("norm", "BatchNorm", List.of("x"), Shape.of(4), 12L, 8L),
    new LayerDescription("y", "Dense", List.of("norm"), Shape.of(1), 5L, 9L)), List.of(
    new ParameterDescription("norm.beta", "norm", Shape.of(4), 0L, true, new InitialValue(Initialization.ZEROS, 0.0, 0.0, 4, 4), 0.0, 0.0),
    new ParameterDescription("y.kernel", "y", Shape.of(4, 1), 16L, true, new InitialValue(Initialization.GLOROT_UNIFORM, 0.0, 0.0, 4, 1), 0.0, 0.0),
    new ParameterDescription("y.bias", "y", Shape.of(1), 32L, true, new InitialValue(Initialization.ZEROS, 0.0, 0.0, 1, 1), 0.0, 0.0),
    new ParameterDescription("norm.movingMean", "norm", Shape.of(4), 48L, false, new InitialValue(Initialization.ZEROS, 0.0, 0.0, 4, 4), 0.0, 0.0),
    new ParameterDescription("norm.movingVariance", "norm", Shape.of(4), 64L, false, new InitialValue(Initialization.ONES, 0.0, 0.0, 4, 4), 0.0, 0.0)), List.of(
    new InputDescription("x", Shape.of(4))), List.of(
    new OutputDescription("y", Shape.of(1), Activation.LINEAR, Loss.MEAN_SQUARED_ERROR, 1.0, 1)), 17L, 60L, 20L, "8a174b24a644c6d9d74166fef05905eb3d12069980f8d1aca8df072a49ba8d70");

    private HalfNetwork(Program program, NetworkSettings settings) {
        super(program, settings);
    }

    /** A fresh network with default settings. */
    public static HalfNetwork create() {
        return create(NetworkSpec.settings(_ -> {
                }));
    }

    /** A fresh network: {@code create(n -> n.seed(42))}. */
    public static HalfNetwork create(Consumer<? super NetworkSpec> spec) {
        return create(NetworkSpec.settings(spec));
    }

    /** A fresh network with finished settings. */
    public static HalfNetwork create(NetworkSettings settings) {
        Parameters parameters = Initializers.initial(DESCRIPTION, settings.seed());
        Program program = switch (settings.engine()) {
            case AUTO, CPU -> new HalfCpu(parameters, settings);
            case CUDA -> throw new JacquardException("Half was asked to run on CUDA, but it was compiled without a program for that engine; say engine(CPU) or engine(AUTO)");
            case DL4J -> throw new JacquardException("Half was asked to run on DL4J, but Deeplearning4j has no BatchNorm with a center but no scale (norm); say engine(CPU) or engine(AUTO), or define it in other layers");
        };
        return new HalfNetwork(program, settings);
    }

    /** Chooses optimizer and metrics: {@code compile(c -> c.optimizer(adam()))}. */
    public Trainer compile(Consumer<? super CompileSpec> spec) {
        return Trainer.compile(this, spec);
    }

    /** Chooses optimizer and metrics by finished settings. */
    public Trainer compile(CompileSettings finished) {
        return Trainer.compile(this, finished);
    }

    /** {@link Half#x} of the rows last given to {@code forward}: (rows, 4). */
    public TensorView x() {
        return value("x");
    }

    /** {@link Half#norm} of the rows last given to {@code forward}: (rows, 4). */
    public TensorView norm() {
        return value("norm");
    }

    /** {@link Half#y} of the rows last given to {@code forward}: (rows, 1). */
    public TensorView y() {
        return value("y");
    }
}
