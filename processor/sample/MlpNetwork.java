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

/** The network that {@link Mlp} defines: 3 layers, 67 parameters. */
@Generated("dev.jacquard.processor.ModelProcessor")
final class MlpNetwork extends Network {
    /** What the compiler decided: layers, shapes, parameters, cost. */
    public static final Description DESCRIPTION = new Description("Mlp", List.of(
    new LayerDescription("x", "Input", List.of(), Shape.of(4), 0L, 0L),
    new LayerDescription("hidden", "Dense", List.of("x"), Shape.of(8), 40L, 80L),
    new LayerDescription("y", "Dense", List.of("hidden"), Shape.of(3), 27L, 66L)), List.of(
    new ParameterDescription("hidden.kernel", "hidden", Shape.of(4, 8), 0L, true, new InitialValue(Initialization.GLOROT_UNIFORM, 0.0, 0.0, 4, 8), 0.0, 0.0),
    new ParameterDescription("hidden.bias", "hidden", Shape.of(8), 32L, true, new InitialValue(Initialization.ZEROS, 0.0, 0.0, 8, 8), 0.0, 0.0),
    new ParameterDescription("y.kernel", "y", Shape.of(8, 3), 48L, true, new InitialValue(Initialization.GLOROT_UNIFORM, 0.0, 0.0, 8, 3), 0.0, 0.0),
    new ParameterDescription("y.bias", "y", Shape.of(3), 80L, true, new InitialValue(Initialization.ZEROS, 0.0, 0.0, 3, 3), 0.0, 0.0)), List.of(
    new InputDescription("x", Shape.of(4))), List.of(
    new OutputDescription("y", Shape.of(3), Activation.SOFTMAX, Loss.SPARSE_CATEGORICAL_CROSSENTROPY, 1.0, 1)), 146L, 120L, 52L, "9ac3721cab38f5fa0b010dc7f53fbc0372afeaab9bd58ee74b91d1014ac1b952");

    private MlpNetwork(Program program, NetworkSettings settings) {
        super(program, settings);
    }

    /** A fresh network with default settings. */
    public static MlpNetwork create() {
        return create(NetworkSpec.settings(_ -> {
                }));
    }

    /** A fresh network: {@code create(n -> n.seed(42))}. */
    public static MlpNetwork create(Consumer<? super NetworkSpec> spec) {
        return create(NetworkSpec.settings(spec));
    }

    /** A fresh network with finished settings. */
    public static MlpNetwork create(NetworkSettings settings) {
        Parameters parameters = Initializers.initial(DESCRIPTION, settings.seed());
        Program program = switch (settings.engine()) {
            case AUTO, CPU -> new MlpCpu(parameters, settings);
            case CUDA -> throw new JacquardException("Mlp was asked to run on CUDA, but it was compiled without a program for that engine; say engine(CPU) or engine(AUTO)");
            case DL4J -> throw new JacquardException("Mlp was asked to run on DL4J, but it was compiled without Deeplearning4j; add jacquard-dl4j and an ND4J backend such as nd4j-native to the class path and compile it again, or say engine(CPU)");
        };
        return new MlpNetwork(program, settings);
    }

    /** Chooses optimizer and metrics: {@code compile(c -> c.optimizer(adam()))}. */
    public Trainer compile(Consumer<? super CompileSpec> spec) {
        return Trainer.compile(this, spec);
    }

    /** Chooses optimizer and metrics by finished settings. */
    public Trainer compile(CompileSettings finished) {
        return Trainer.compile(this, finished);
    }

    /** {@link Mlp#x} of the rows last given to {@code forward}: (rows, 4). */
    public TensorView x() {
        return value("x");
    }

    /** {@link Mlp#hidden} of the rows last given to {@code forward}: (rows, 8). */
    public TensorView hidden() {
        return value("hidden");
    }

    /** {@link Mlp#y} of the rows last given to {@code forward}: (rows, 3). */
    public TensorView y() {
        return value("y");
    }
}
