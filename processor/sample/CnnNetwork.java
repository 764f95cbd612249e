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

/** The network that {@link Cnn} defines: 8 layers, 7,906 parameters. */
@Generated("dev.jacquard.processor.ModelProcessor")
final class CnnNetwork extends Network {
    /** What the compiler decided: layers, shapes, parameters, cost. */
    public static final Description DESCRIPTION = new Description("Cnn", List.of(
    new LayerDescription("image", "Input", List.of(), Shape.of(28, 28), 0L, 0L),
    new LayerDescription("plane", "Reshape", List.of("image"), Shape.of(28, 28, 1), 0L, 0L),
    new LayerDescription("conv", "Conv2D", List.of("plane"), Shape.of(28, 28, 4), 40L, 62720L),
    new LayerDescription("pooled", "MaxPooling2D", List.of("conv"), Shape.of(14, 14, 4), 0L, 2352L),
    new LayerDescription("norm", "BatchNorm", List.of("pooled"), Shape.of(14, 14, 4), 16L, 1568L),
    new LayerDescription("flat", "Flatten", List.of("norm"), Shape.of(784), 0L, 0L),
    new LayerDescription("kept", "Dropout", List.of("flat"), Shape.of(784), 0L, 0L),
    new LayerDescription("digit", "Dense", List.of("kept"), Shape.of(10), 7850L, 15740L)), List.of(
    new ParameterDescription("conv.kernel", "conv", Shape.of(3, 3, 1, 4), 0L, true, new InitialValue(Initialization.GLOROT_UNIFORM, 0.0, 0.0, 9, 36), 0.0, 0.0),
    new ParameterDescription("conv.bias", "conv", Shape.of(4), 48L, true, new InitialValue(Initialization.ZEROS, 0.0, 0.0, 4, 4), 0.0, 0.0),
    new ParameterDescription("norm.gamma", "norm", Shape.of(4), 64L, true, new InitialValue(Initialization.ONES, 0.0, 0.0, 4, 4), 0.0, 0.0),
    new ParameterDescription("norm.beta", "norm", Shape.of(4), 80L, true, new InitialValue(Initialization.ZEROS, 0.0, 0.0, 4, 4), 0.0, 0.0),
    new ParameterDescription("digit.kernel", "digit", Shape.of(784, 10), 96L, true, new InitialValue(Initialization.GLOROT_UNIFORM, 0.0, 0.0, 784, 10), 0.0, 0.001),
    new ParameterDescription("digit.bias", "digit", Shape.of(10), 7936L, true, new InitialValue(Initialization.ZEROS, 0.0, 0.0, 10, 10), 0.0, 0.0),
    new ParameterDescription("norm.movingMean", "norm", Shape.of(4), 7952L, false, new InitialValue(Initialization.ZEROS, 0.0, 0.0, 4, 4), 0.0, 0.0),
    new ParameterDescription("norm.movingVariance", "norm", Shape.of(4), 7968L, false, new InitialValue(Initialization.ONES, 0.0, 0.0, 4, 4), 0.0, 0.0)), List.of(
    new InputDescription("image", Shape.of(28, 28))), List.of(
    new OutputDescription("digit", Shape.of(10), Activation.SOFTMAX, Loss.SPARSE_CATEGORICAL_CROSSENTROPY, 1.0, 1)), 82380L, 37716L, 15684L, "c6bc3f8272eda579285cb1f1d91d6b545ea8bb8400bb9c48666b398daba7f175");

    private CnnNetwork(Program program, NetworkSettings settings) {
        super(program, settings);
    }

    /** A fresh network with default settings. */
    public static CnnNetwork create() {
        return create(NetworkSpec.settings(_ -> {
                }));
    }

    /** A fresh network: {@code create(n -> n.seed(42))}. */
    public static CnnNetwork create(Consumer<? super NetworkSpec> spec) {
        return create(NetworkSpec.settings(spec));
    }

    /** A fresh network with finished settings. */
    public static CnnNetwork create(NetworkSettings settings) {
        Parameters parameters = Initializers.initial(DESCRIPTION, settings.seed());
        Program program = switch (settings.engine()) {
            case AUTO, CPU -> new CnnCpu(parameters, settings);
            case CUDA -> throw new JacquardException("Cnn was asked to run on CUDA, but it was compiled without a program for that engine; say engine(CPU) or engine(AUTO)");
            case DL4J -> CnnDl4j.program(parameters, settings);
        };
        return new CnnNetwork(program, settings);
    }

    /** Chooses optimizer and metrics: {@code compile(c -> c.optimizer(adam()))}. */
    public Trainer compile(Consumer<? super CompileSpec> spec) {
        return Trainer.compile(this, spec);
    }

    /** Chooses optimizer and metrics by finished settings. */
    public Trainer compile(CompileSettings finished) {
        return Trainer.compile(this, finished);
    }

    /** {@link Cnn#image} of the rows last given to {@code forward}: (rows, 28, 28). */
    public TensorView image() {
        return value("image");
    }

    /** {@link Cnn#plane} of the rows last given to {@code forward}: (rows, 28, 28, 1). */
    public TensorView plane() {
        return value("plane");
    }

    /** {@link Cnn#conv} of the rows last given to {@code forward}: (rows, 28, 28, 4). */
    public TensorView conv() {
        return value("conv");
    }

    /** {@link Cnn#pooled} of the rows last given to {@code forward}: (rows, 14, 14, 4). */
    public TensorView pooled() {
        return value("pooled");
    }

    /** {@link Cnn#norm} of the rows last given to {@code forward}: (rows, 14, 14, 4). */
    public TensorView norm() {
        return value("norm");
    }

    /** {@link Cnn#flat} of the rows last given to {@code forward}: (rows, 784). */
    public TensorView flat() {
        return value("flat");
    }

    /** {@link Cnn#kept} of the rows last given to {@code forward}: (rows, 784). */
    public TensorView kept() {
        return value("kept");
    }

    /** {@link Cnn#digit} of the rows last given to {@code forward}: (rows, 10). */
    public TensorView digit() {
        return value("digit");
    }
}
