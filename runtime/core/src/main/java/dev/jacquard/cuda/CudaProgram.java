package dev.jacquard.cuda;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

import dev.jacquard.JacquardException;
import dev.jacquard.model.Loss;
import dev.jacquard.network.Description;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.ParameterDescription;
import dev.jacquard.network.Parameters;
import dev.jacquard.network.Precision;
import dev.jacquard.network.Program;
import dev.jacquard.network.Samples;
import dev.jacquard.network.TensorView;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;

import org.jspecify.annotations.Nullable;

/**
 * What every generated CUDA program shares: the card, the parameters on it, inference and inspection. The generated part is data: memory plans,
 * calls of kernels, and the kernels' text beside the class.
 */
public abstract class CudaProgram implements Program {
    private final Gpu gpu;
    private final Parameters parameters;
    private final Description description;
    private final ModelSource source;
    private final @Nullable Phase training;
    private final Phase inference;
    private final Phase inspection;
    private final Precision precision;
    private final List<LibraryChoice> choices = new ArrayList<>();
    private final List<String> inputNames;
    private final List<String> targetNames;
    private final List<String> outputNames;
    private final @Nullable EpochKernel epoch;
    private final Resources resources = new Resources();
    private final DeviceMemory deviceParameters;
    private final DeviceBatch batch;
    private boolean hostIsBehind;
    private boolean open = true;
    private @Nullable KernelModule kernels;
    private @Nullable Forward forward;
    private @Nullable Forward looking;
    private @Nullable CudaTraining current;

    /**
     * Opens the card and copies the parameters to it.
     *
     * @param settings   of which the precision counts
     * @param resource   the kernels' text, beside the generated class
     * @param training   null for a network without a loss
     * @param inputNames values that inputs are loaded into
     * @param targetNames values that targets are loaded into; empty where an output has no loss
     * @param outputNames values that are the network's results
     * @param epoch      what to know of the persistent kernel; null where the model has none
     */
    protected CudaProgram(Parameters parameters, NetworkSettings settings, Gpu gpu, String resource, @Nullable Phase training, Phase inference,
            Phase inspection, List<String> inputNames, List<String> targetNames, List<String> outputNames, @Nullable EpochKernel epoch) {
        this.parameters = parameters;
        precision = settings.precision();
        this.gpu = gpu;
        source = new ModelSource(getClass(), resource);
        this.training = training;
        this.inference = inference;
        this.inspection = inspection;
        this.inputNames = List.copyOf(inputNames);
        this.targetNames = List.copyOf(targetNames);
        this.outputNames = List.copyOf(outputNames);
        this.epoch = epoch;
        description = parameters.description();
        try {
            deviceParameters = resources.own(gpu.allocate("the parameters of " + description.name(), parameters.memory().byteSize()));
            batch = new DeviceBatch(gpu, resources, description.outputs().size());
            parametersChanged();
        } catch (RuntimeException e) {
            resources.close();
            gpu.close();
            throw e;
        }
    }

    // ---- for CudaTraining, Steps and Forward ----

    final Gpu gpu() {
        return gpu;
    }

    final Precision precision() {
        return precision;
    }

    /** A phase has been made real, and this was decided. */
    final void chosen(List<LibraryChoice> made) {
        choices.addAll(made);
        made.forEach(choice -> System.getLogger(CudaProgram.class.getName()).log(System.Logger.Level.DEBUG, "{0}", choice));
    }

    final DeviceMemory deviceParameters() {
        return deviceParameters;
    }

    final List<String> inputNames() {
        return inputNames;
    }

    final List<String> targetNames() {
        return targetNames;
    }

    final List<String> outputNames() {
        return outputNames;
    }

    /** What is known of the model's persistent kernel; null where it has none. */
    public final @Nullable EpochKernel epochKernel() {
        return epoch;
    }

    /** The model's kernels, compiled when they are first needed. */
    final KernelModule kernels() {
        KernelModule loaded = kernels;
        if (loaded == null) {
            loaded = resources.own(gpu.load(description.name(), source.operations(), List.of()));
            kernels = loaded;
        }
        return loaded;
    }

    /** The text of the persistent kernel. */
    final String text(EpochKernel kernel) {
        return source.text(kernel.resource());
    }

    /** Where a parameter lies on the card; 0 for another name. */
    final long parameterAddress(String name) {
        for (ParameterDescription parameter : description.parameters()) {
            if (parameter.name().equals(name)) {
                return deviceParameters.value() + 4 * parameter.offset();
            }
        }
        return 0;
    }

    /** Training has changed the parameters on the card. */
    final void changedOnDevice() {
        hostIsBehind = true;
    }

    final void closed(CudaTraining training) {
        if (current == training) {
            current = null;
        }
    }

    // ---- Program ----

    @Override
    public final Description description() {
        return description;
    }

    @Override
    public final Parameters parameters() {
        return parameters;
    }

    @Override
    public final String engine() {
        return "CUDA, " + gpu.device();
    }

    /** What was decided so far between kernels and NVIDIA's libraries, in the order in which phases were prepared. */
    public final List<LibraryChoice> libraryChoices() {
        return List.copyOf(choices);
    }

    @Override
    public final void synchronize() {
        if (hostIsBehind) {
            gpu.use();
            deviceParameters.download(parameters.memory(), gpu.stream());
            gpu.stream().await();
            hostIsBehind = false;
        }
    }

    @Override
    public final void parametersChanged() {
        gpu.use();
        deviceParameters.upload(parameters.memory(), gpu.stream());
        gpu.stream().await();
        hostIsBehind = false;
    }

    /** Room for so many rows to be predicted. */
    private Forward predicting(int rows) {
        Forward bound = forward;
        if (bound == null || bound.rows() < rows) {
            forward = null;
            forward = bound = replace(bound, inference, rows);
        }
        return bound;
    }

    /** Room for so many rows to be looked at. */
    private Forward inspecting(int rows) {
        Forward bound = looking;
        if (bound == null || bound.rows() < rows) {
            looking = null;
            looking = bound = replace(bound, inspection, rows);
        }
        return bound;
    }

    private Forward replace(@Nullable Forward before, Phase phase, int rows) {
        if (before != null) {
            before.close();
        }
        return new Forward(this, phase, batch, rows);
    }

    @Override
    public final void infer(Samples samples, int[] order, int from, int to, @Nullable Totals totals) {
        gpu.use();
        Forward bound = predicting(to - from);
        bound.run(samples, order, from, to);
        if (totals != null && !samples.targets().isEmpty()) {
            bound.score(samples, order, from, to);
            bound.fetch();
            bound.report(totals);
        } else {
            bound.fetch();
        }
    }

    @Override
    public final MemorySegment output(int index) {
        Forward bound = forward;
        if (bound == null) {
            throw new IllegalStateException(description.name() + " has not predicted anything yet");
        }
        return bound.output(index);
    }

    @Override
    public final void predict(float[] input, float[] output) {
        description.checkRow(input, output);
        int results = description.outputs().getFirst().shape().size();
        gpu.use();
        Forward bound = predicting(1);
        bound.run(input);
        bound.fetch();
        MemorySegment.copy(bound.output(0), ValueLayout.JAVA_FLOAT, 0, output, 0, results);
    }

    @Override
    public final void inspect(Samples samples, int[] order, int from, int to) {
        gpu.use();
        inspecting(to - from).run(samples, order, from, to);
        gpu.stream().await();
    }

    @Override
    public final TensorView value(String name) {
        Forward bound = looking;
        if (bound == null) {
            throw new IllegalStateException("nothing has been looked at yet: call forward with some rows before " + name + "()");
        }
        gpu.use();
        return bound.value(name);
    }

    @Override
    public final Training training(TrainingSettings settings, Samples samples) {
        Phase phase = training;
        if (phase == null) {
            throw new JacquardException(
                    description.name() + " has no loss, so it cannot be trained: name one in @Model(loss = …) or @Output(loss = …)");
        }
        if (samples.targets().size() != description.outputs().stream().filter(output -> output.loss() != Loss.NONE).count()
                && samples.targets().size() != description.outputs().size()) {
            throw new JacquardException(description.name() + " needs a target for each of its outputs; the samples have " + samples.targets()
                    .size());
        }
        gpu.use();
        if (current != null) {
            current.close();
            current = null;
        }
        CudaTraining started = new CudaTraining(this, phase, settings, samples);
        current = started;
        return started;
    }

    @Override
    public final void close() {
        if (!open) {
            return;
        }
        open = false;
        gpu.use();
        if (current != null) {
            current.close();
        }
        if (forward != null) {
            forward.close();
        }
        if (looking != null) {
            looking.close();
        }
        resources.close();
        gpu.close();
        parameters.close();
    }
}
