package dev.jacquard.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.jacquard.JacquardException;
import dev.jacquard.cuda.kernel.KernelText;
import dev.jacquard.cuda.kernel.UpdateText;
import dev.jacquard.model.Loss;
import dev.jacquard.network.Column;
import dev.jacquard.network.Description;
import dev.jacquard.network.OutputDescription;
import dev.jacquard.network.ParameterDescription;
import dev.jacquard.network.Parameters;
import dev.jacquard.network.Program;
import dev.jacquard.network.Samples;
import dev.jacquard.network.Shape;
import dev.jacquard.network.TensorView;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;
import dev.jacquard.network.UpdateRule;

import org.jspecify.annotations.Nullable;

/**
 * What every generated CUDA program shares: the card, the parameters on it, inference and inspection. The generated part is data: memory plans,
 * calls of kernels, and the kernels' text beside the class.
 */
public abstract class CudaProgram implements Program {
    private static final UpdateRule NO_RULE = new UpdateRule.Sgd(0, false);
    private final Gpu gpu;
    private final Parameters parameters;
    private final Description description;
    private final String resource;
    private final @Nullable Phase training;
    private final Phase inference;
    private final Phase inspection;
    private final List<String> inputNames;
    private final List<String> targetNames;
    private final List<String> outputNames;
    private final @Nullable EpochKernel epoch;
    private final Resources resources = new Resources();
    private final Arena arena = Arena.ofShared();
    private final DeviceMemory deviceParameters;
    private final DeviceBatch batch;
    private boolean hostIsBehind;
    private boolean open = true;
    private @Nullable KernelModule kernels;
    private @Nullable Forward forward;
    private @Nullable Forward looking;
    private @Nullable CudaTraining current;

    /** A phase without a backward pass, its losses, its graph and the host's memory. */
    private final class Forward {
        private final Arena own = Arena.ofShared();
        private final Losses losses;
        private final BoundPhase phase;
        private final Graph graph;
        private final List<Launch> accounts;
        private final MemorySegment staging;
        private final MemorySegment[] outputs = new MemorySegment[outputNames.size()];

        Forward(Phase unbound, int rows) {
            losses = new Losses(gpu, description, rows);
            phase = new BoundPhase(gpu, kernels(), description.name(), unbound, rows, batch, name -> elsewhere(name, losses));
            graph = gpu.stream().capture(() -> phase.queue(gpu.stream()));
            accounts = losses.accounts(kernels(), batch, own);
            for (int i = 0; i < outputs.length; i++) {
                outputs[i] = own.allocate(4L * rows * description.outputs().get(i).shape().size(), 64);
            }
            int widest = 1;
            for (int i = 0; i < inputNames.size(); i++) {
                widest = Math.max(widest, description.inputs().get(i).shape().size());
            }
            for (OutputDescription output : description.outputs()) {
                widest = Math.max(widest, output.targetWidth());
            }
            staging = own.allocate(4L * rows * widest, 64);
        }

        void close() {
            graph.close();
            losses.close();
            phase.close();
            own.close();
        }
    }

    /**
     * Opens the card and copies the parameters to it.
     *
     * @param resource   the kernels' text, beside the generated class
     * @param training   null for a network without a loss
     * @param inputNames values that inputs are loaded into
     * @param targetNames values that targets are loaded into; empty where an output has no loss
     * @param outputNames values that are the network's results
     * @param epoch      what to know of the persistent kernel; null where the model has none
     */
    protected CudaProgram(Parameters parameters, Gpu gpu, String resource, @Nullable Phase training, Phase inference, Phase inspection,
            List<String> inputNames, List<String> targetNames, List<String> outputNames, @Nullable EpochKernel epoch) {
        this.parameters = parameters;
        this.gpu = gpu;
        this.resource = resource;
        this.training = training;
        this.inference = inference;
        this.inspection = inspection;
        this.inputNames = List.copyOf(inputNames);
        this.targetNames = List.copyOf(targetNames);
        this.outputNames = List.copyOf(outputNames);
        this.epoch = epoch;
        description = parameters.description();
        deviceParameters = resources.own(gpu.allocate("the parameters of " + description.name(), parameters.memory().byteSize()));
        batch = new DeviceBatch(resources.own(gpu.allocate("the batch at work", DeviceBatch.BYTES)), arena);
        parametersChanged();
    }

    // ---- for CudaTraining ----

    final Gpu gpu() {
        return gpu;
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

    final @Nullable EpochKernel epochKernel() {
        return epoch;
    }

    /** The model's kernels, compiled with an update rule. */
    final KernelModule load(UpdateRule rule, double clipValue) {
        String text = String.join("\n", KernelText.PRELUDE.text(), KernelText.UPDATE.text(), KernelText.OPERATIONS.text(),
                KernelText.COMMON.text(), text(resource));
        return gpu.load(description.name(), text, UpdateText.definitions(rule, clipValue));
    }

    /** A text beside the generated class. */
    final String text(String name) {
        try (InputStream in = getClass().getResourceAsStream(name)) {
            if (in == null) {
                throw new JacquardException(getClass().getName() + " has lost its kernels: " + name
                        + " is generated beside it and must be on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + name, e);
        }
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

    private KernelModule kernels() {
        KernelModule loaded = kernels;
        if (loaded == null) {
            loaded = resources.own(load(NO_RULE, 0));
            kernels = loaded;
        }
        return loaded;
    }

    private Forward bind(@Nullable Forward bound, Phase phase, int rows) {
        if (bound != null && bound.phase.rows() >= rows) {
            return bound;
        }
        if (bound != null) {
            bound.close();
        }
        return new Forward(phase, rows);
    }

    private long elsewhere(String operand, Losses losses) {
        if (operand.indexOf(' ') > 0) {
            return losses.address(operand);
        }
        return operand.isEmpty() ? 0 : parameterAddress(operand);
    }

    private void load(Forward bound, Column column, String name, int[] order, int from, int rows) {
        long address = bound.phase.address(name);
        if (address == 0) {
            return;
        }
        int width = column.width();
        for (int r = 0; r < rows; r++) {
            HostRows.read(column, order[from + r], 0, bound.staging, (long) r * width);
        }
        gpu.driver().upload(address, bound.staging, 4L * rows * width, gpu.stream().value());
        // The staging memory is used again for the next column.
        gpu.stream().await();
    }

    private void run(Forward bound, Samples samples, int[] order, int from, int rows) {
        for (int i = 0; i < inputNames.size(); i++) {
            load(bound, samples.inputs().get(i), inputNames.get(i), order, from, rows);
        }
        batch.setRows(rows, gpu.stream());
        bound.graph.launch(gpu.stream());
    }

    private int lastRows;

    @Override
    public final void infer(Samples samples, int[] order, int from, int to, @Nullable Totals totals) {
        gpu.use();
        int rows = to - from;
        Forward bound = bind(forward, inference, rows);
        forward = bound;
        run(bound, samples, order, from, rows);
        if (totals != null && !samples.targets().isEmpty()) {
            for (int i = 0; i < targetNames.size(); i++) {
                if (!targetNames.get(i).isEmpty()) {
                    load(bound, samples.targets().get(i), targetNames.get(i), order, from, rows);
                }
            }
            bound.phase.queueScores(gpu.stream());
            bound.accounts.forEach(account -> account.queue(gpu.stream()));
            batch.fetch(gpu.stream());
        }
        fetchOutputs(bound, rows);
        if (totals != null && !samples.targets().isEmpty()) {
            bound.losses.report(batch, rows, rows, totals);
        }
    }

    private void fetchOutputs(Forward bound, int rows) {
        for (int i = 0; i < outputNames.size(); i++) {
            long bytes = 4L * rows * description.outputs().get(i).shape().size();
            gpu.driver().download(bound.outputs[i], bound.phase.address(outputNames.get(i)), bytes, gpu.stream().value());
        }
        gpu.stream().await();
        lastRows = rows;
    }

    @Override
    public final MemorySegment output(int index) {
        Forward bound = forward;
        if (bound == null) {
            throw new IllegalStateException(description.name() + " has not predicted anything yet");
        }
        return bound.outputs[index].asSlice(0, 4L * lastRows * description.outputs().get(index).shape().size());
    }

    @Override
    public final void predict(float[] input, float[] output) {
        description.checkRow(input, output);
        int width = input.length;
        int results = description.outputs().getFirst().shape().size();
        gpu.use();
        Forward bound = bind(forward, inference, 1);
        forward = bound;
        MemorySegment.copy(input, 0, bound.staging, ValueLayout.JAVA_FLOAT, 0, width);
        gpu.driver().upload(bound.phase.address(inputNames.getFirst()), bound.staging, 4L * width, gpu.stream().value());
        batch.setRows(1, gpu.stream());
        bound.graph.launch(gpu.stream());
        fetchOutputs(bound, 1);
        MemorySegment.copy(bound.outputs[0], ValueLayout.JAVA_FLOAT, 0, output, 0, results);
    }

    private final Map<String, MemorySegment> looked = new HashMap<>();
    private int lookedRows;

    @Override
    public final void inspect(Samples samples, int[] order, int from, int to) {
        gpu.use();
        int rows = to - from;
        Forward bound = bind(looking, inspection, rows);
        looking = bound;
        run(bound, samples, order, from, rows);
        looked.clear();
        lookedRows = rows;
        gpu.stream().await();
    }

    @Override
    public final TensorView value(String name) {
        Forward bound = looking;
        if (bound == null) {
            throw new IllegalStateException("nothing has been looked at yet: call forward with some rows before " + name + "()");
        }
        Shape shape = description.layers().stream().filter(layer -> layer.name().equals(name)).findFirst().orElseThrow(
                () -> new IllegalArgumentException(description.name() + " has no value '" + name + "'")).shape();
        MemorySegment memory = looked.computeIfAbsent(name, _ -> {
            gpu.use();
            MemorySegment copy = Arena.ofAuto().allocate(4L * lookedRows * shape.size(), 64);
            gpu.driver().download(copy, bound.phase.address(name), copy.byteSize(), gpu.stream().value());
            gpu.stream().await();
            return copy;
        });
        return new TensorView(name, memory, lookedRows, shape);
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
        arena.close();
        gpu.close();
        parameters.close();
    }
}
