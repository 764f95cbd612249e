package dev.jacquard.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;

import dev.jacquard.JacquardException;
import dev.jacquard.model.Loss;
import dev.jacquard.network.Column;
import dev.jacquard.network.Description;
import dev.jacquard.network.Engine;
import dev.jacquard.network.NetworkSettings;
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

import org.jspecify.annotations.Nullable;

/**
 * What every generated CPU program shares: memory, the rows of the batch at work, losses and predictions. The generated part holds the network's
 * own arithmetic: {@link #step()}, {@link #forward()}, {@link #inspection()} and {@link #score()}.
 */
public abstract class CpuProgram implements Program {
    /** The numeric kernels. */
    protected final Kernels kernels;
    /** The threads. */
    protected final Workers workers;
    /** What regularised parameters add to every loss, in training and in evaluation. */
    final Penalties penalties;
    /** Rows of the batch at work. */
    protected int rows;

    private final Description description;
    private final Parameters parameters;
    private final @Nullable MemoryPlan trainingPlan;
    private final MemoryPlan inferencePlan;
    private final MemoryPlan inspectionPlan;
    /** For losses and loaded inputs. */
    private final AlignedMemory ownMemory = new AlignedMemory();
    private final MemorySegment[] losses;
    /** By the number of an input, its rows if products read them; null for inputs with values of their own. */
    private final @Nullable InputRows[] inputRows;
    private final Task[] inputLoads;
    private final int inputs;
    private final Task loadTask = this::loadInputs;
    private final int[] singleRow = {0};

    private MemoryPlan.@Nullable Memory bound;
    private MemoryPlan.@Nullable Memory inferenceMemory;
    private MemoryPlan.@Nullable Memory inspectionMemory;
    private @Nullable CpuTraining training;

    private Samples samples = NO_SAMPLES;
    private int[] order = singleRow;
    private int first;
    private int pass;
    private int inspectedRows;

    /**
     * Prepares to run; memory for values is taken when a batch size is known.
     *
     * @param trainingPlan null for a network without a loss
     */
    protected CpuProgram(Parameters parameters, NetworkSettings settings, @Nullable MemoryPlan trainingPlan, MemoryPlan inferencePlan,
            MemoryPlan inspectionPlan) {
        this.parameters = parameters;
        description = parameters.description();
        if (settings.engine() == Engine.CUDA || settings.engine() == Engine.DL4J) {
            throw new JacquardException(description.name() + " was asked to run on " + settings.engine()
                    + ", but it was compiled without a program for that engine; say engine(CPU) or engine(AUTO)");
        }
        kernels = Kernels.best();
        workers = Workers.of(settings.threads() > 0 ? settings.threads() : Runtime.getRuntime().availableProcessors());
        penalties = new Penalties(kernels, description, parameters.memory());
        this.trainingPlan = trainingPlan;
        this.inferencePlan = inferencePlan;
        this.inspectionPlan = inspectionPlan;
        inputs = description.inputs().size();
        inputRows = new InputRows[inputs];
        inputLoads = new Task[inputs];
        losses = new MemorySegment[description.outputs().size()];
        Arrays.fill(losses, MemorySegment.NULL);
    }

    // ---- what the generated class provides ----

    /** Points the values' fields at their memory. */
    protected abstract void bind(MemoryPlan.Memory memory);

    /** Points the gradients' fields at their memory, see {@link #gradient}. */
    protected abstract void bindGradients();

    /** Forward and backward over the batch at work: leaves losses, outputs and gradients. */
    protected abstract void step();

    /** Inference over the batch at work, whose inputs are loaded: leaves the outputs. */
    protected abstract void forward();

    /** Inference that leaves the value of every layer. */
    protected abstract void inspection();

    /** After {@link #forward}, with targets loaded: leaves the losses. */
    protected abstract void score();

    /** The memory of an input. */
    protected abstract MemorySegment input(int index);

    /** The memory of an output's target. */
    protected abstract MemorySegment target(int index);

    /** The memory of an output. */
    protected abstract MemorySegment result(int index);

    /** The memory of a layer's value by the method's name; null for an unknown name. */
    protected abstract @Nullable MemorySegment named(String name);

    // ---- what the generated class calls ----

    /** The memory of a parameter. */
    protected final MemorySegment parameter(String name) {
        return parameters.segment(name);
    }

    /** The memory of a trainable parameter's gradient. */
    protected final MemorySegment gradient(String name) {
        return gradient(name, 0);
    }

    /** The memory of a gradient of which a thread computes {@code grain} floats at a time: the parameter is updated in the same pieces. */
    protected final MemorySegment gradient(String name, int grain) {
        CpuTraining current = training;
        if (current == null) {
            throw new IllegalStateException("there are no gradients before training");
        }
        ParameterDescription parameter = description.parameter(name);
        current.reached(parameter, grain);
        return current.gradients().asSlice(4 * parameter.offset(), 4L * parameter.shape().size());
    }

    /** The losses of an output's rows. */
    protected final MemorySegment losses(int output) {
        return losses[output];
    }

    /** The factor of an output's gradient: its weight over the number of its losses. */
    protected final float lossScale(double weight, int lossesPerRow) {
        return (float) (weight / ((double) rows * lossesPerRow));
    }

    /** The key of a dropout layer's numbers in this step. */
    protected final int dropoutKey(int layer) {
        CpuTraining current = training;
        return current == null ? 0 : current.dropoutKey(layer);
    }

    /** The number of samples a thread takes at a time: a multiple of {@code unit}, few enough to share out. */
    protected final int grain(int unit) {
        int share = Math.ceilDiv(rows, 2 * workers.threads());
        return Math.ceilDiv(share, unit) * unit;
    }

    /** The number of groups of samples in the batch at work. */
    protected final int groups() {
        return Groups.count(rows);
    }

    /** The group that begins with a sample. */
    protected final int group(int from) {
        return from / Groups.size(rows);
    }

    /** Whether a sample is the first one of its group. */
    protected final boolean startsGroup(int sample) {
        return sample % Groups.size(rows) == 0;
    }

    /** Work on samples as work on groups of them. */
    protected final Task byGroups(Task samples) {
        return (from, to) -> {
            int size = Groups.size(rows);
            for (int group = from; group < to; group++) {
                samples.run(group * size, Math.min((group + 1) * size, rows));
            }
        };
    }

    /** An input that is not loaded for a step, because the products that read it can take its rows from the data set. */
    protected final InputRows inputRows(int index) {
        InputRows read = new InputRows();
        inputRows[index] = read;
        inputLoads[index] = (from, to) -> load(samples.inputs().get(index), read.loaded(), from, to);
        return read;
    }

    /** Copies the batch's rows [from, to) from the data set into an input's memory. */
    protected final void loadInput(int index, int from, int to) {
        load(samples.inputs().get(index), input(index), from, to);
    }

    /** Copies the batch's rows [from, to) from the data set into a target's memory. */
    protected final void loadTarget(int index, int from, int to) {
        Column column = samples.targets().get(index);
        if (column instanceof Column.Labels labels && !description.outputs().get(index).sparse()) {
            loadNumbers(labels, target(index), from, to);
        } else {
            load(column, target(index), from, to);
        }
    }

    /** Class numbers where the loss compares numbers: 0 and 1 for a single sigmoid. */
    private void loadNumbers(Column.Labels labels, MemorySegment into, int from, int to) {
        int width = labels.shape().size();
        for (int row = from; row < to; row++) {
            for (int i = 0; i < width; i++) {
                int label = labels.values().getAtIndex(ValueLayout.JAVA_INT, (long) order[first + row] * width + i);
                into.setAtIndex(ValueLayout.JAVA_FLOAT, (long) row * width + i, label);
            }
        }
    }

    private void loadInputs(int from, int to) {
        for (int i = 0; i < inputs; i++) {
            loadInput(i, from, to);
        }
    }

    private void load(Column column, MemorySegment into, int from, int to) {
        switch (column) {
            case Column.Floats floats -> kernels.gatherRows(floats.values(), order, first, into, from, to, floats.shape().size());
            case Column.Labels labels -> kernels.gatherRows(labels.values(), order, first, into, from, to, labels.shape().size());
            case Column.Bytes bytes ->
                kernels.gatherBytes(bytes.values(), order, first, into, from, to, bytes.shape().size(), bytes.scale(), bytes.offset());
            case Column.Computed computed -> {
                for (int row = from; row < to; row++) {
                    computed.read(order[first + row], pass, into, (long) row * computed.width());
                }
            }
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
        int threads = workers.threads();
        return "CPU, " + threads + (threads == 1 ? " thread, " : " threads, ") + kernels.description();
    }

    @Override
    public final void infer(Samples data, int[] rowNumbers, int from, int to, @Nullable Totals totals) {
        useInference(to - from);
        select(data, rowNumbers, from, to, 0);
        workers.run(loadTask, rows, grain(8));
        forward();
        if (totals != null && !data.targets().isEmpty()) {
            roomForLosses();
            score();
            report(totals);
        }
    }

    @Override
    public final MemorySegment output(int index) {
        return result(index).asSlice(0, 4L * rows * description.outputs().get(index).shape().size());
    }

    @Override
    public final void predict(float[] input, float[] output) {
        description.checkRow(input, output);
        int width = input.length;
        int results = description.outputs().getFirst().shape().size();
        useInference(1);
        select(NO_SAMPLES, singleRow, 0, 1, 0);
        MemorySegment.copy(input, 0, input(0), ValueLayout.JAVA_FLOAT, 0, width);
        forward();
        MemorySegment.copy(result(0), ValueLayout.JAVA_FLOAT, 0, output, 0, results);
    }

    @Override
    public final void inspect(Samples data, int[] rowNumbers, int from, int to) {
        MemoryPlan.Memory memory = inspectionMemory;
        if (memory == null || memory.rows() < to - from) {
            close(memory);
            memory = inspectionPlan.allocate(to - from);
            inspectionMemory = memory;
        }
        use(memory);
        select(data, rowNumbers, from, to, 0);
        workers.run(loadTask, rows, grain(8));
        inspection();
        inspectedRows = rows;
    }

    @Override
    public final TensorView value(String name) {
        MemoryPlan.Memory memory = inspectionMemory;
        if (memory == null) {
            throw new IllegalStateException("nothing has been looked at yet: call forward with some rows before " + name + "()");
        }
        use(memory);
        MemorySegment segment = named(name);
        if (segment == null) {
            throw new IllegalArgumentException(description.name() + " has no value '" + name + "'");
        }
        return new TensorView(name, segment, inspectedRows, shapeOf(name));
    }

    private Shape shapeOf(String name) {
        return description.layers().stream().filter(layer -> layer.name().equals(name)).findFirst().orElseThrow().shape();
    }

    @Override
    public final Training training(TrainingSettings settings, Samples data) {
        MemoryPlan plan = trainingPlan;
        if (plan == null) {
            throw new JacquardException(
                    description.name() + " has no loss, so it cannot be trained: name one in @Model(loss = …) or @Output(loss = …)");
        }
        if (training != null) {
            training.close();
        }
        MemoryPlan.Memory memory = plan.allocate(settings.batchSize());
        CpuTraining started = new CpuTraining(this, settings, data, memory);
        training = started;
        bindGradients();
        return started;
    }

    @Override
    public void close() {
        if (training != null) {
            training.close();
        }
        close(inferenceMemory);
        close(inspectionMemory);
        inferenceMemory = null;
        inspectionMemory = null;
        bound = null;
        ownMemory.close();
        workers.close();
        parameters.close();
    }

    // ---- for CpuTraining ----

    /** One step over some rows of a data set; returns nothing, leaves losses, outputs and gradients. */
    final void trainingStep(MemoryPlan.Memory memory, Samples data, int[] rowNumbers, int from, int to, int epoch) {
        use(memory);
        select(data, rowNumbers, from, to, epoch);
        selectInputRows();
        roomForLosses();
        step();
    }

    private void selectInputRows() {
        for (int i = 0; i < inputs; i++) {
            InputRows read = inputRows[i];
            if (read != null && !read.select(samples.inputs().get(i), order, first)) {
                read.load(ownMemory, rows);
                workers.run(inputLoads[i], rows, grain(8));
            }
        }
    }

    /** Adds the losses and hits of the batch at work, in the order of rows so that no thread's speed shows. */
    final void report(@Nullable Totals totals) {
        if (totals == null) {
            return;
        }
        double total = penalties.sum();
        for (int i = 0; i < losses.length; i++) {
            OutputDescription output = description.outputs().get(i);
            int each = lossesPerRow(output);
            if (output.loss() == Loss.NONE) {
                continue;
            }
            double sum = kernels.sum(losses[i], 0, (long) rows * each) / each;
            totals.addOutput(i, sum, Hits.count(output, result(i), target(i), rows));
            total += output.lossWeight() * sum / rows;
        }
        totals.addStep(rows, total);
    }

    /** Forgets a training that was closed. */
    final void closed(CpuTraining closed, MemoryPlan.Memory memory) {
        if (bound == memory) {
            bound = null;
        }
        if (training == closed) {
            training = null;
        }
    }

    private void useInference(int count) {
        MemoryPlan.Memory memory = inferenceMemory;
        if (memory == null || memory.rows() < count) {
            close(memory);
            memory = inferencePlan.allocate(count);
            inferenceMemory = memory;
        }
        use(memory);
    }

    private void use(MemoryPlan.Memory memory) {
        if (bound != memory) {
            bind(memory);
            bound = memory;
        }
    }

    private void close(MemoryPlan.@Nullable Memory memory) {
        if (memory != null) {
            if (bound == memory) {
                bound = null;
            }
            memory.close();
        }
    }

    private void select(Samples data, int[] rowNumbers, int from, int to, int epoch) {
        samples = data;
        order = rowNumbers;
        first = from;
        rows = to - from;
        pass = epoch;
    }

    private void roomForLosses() {
        for (int i = 0; i < losses.length; i++) {
            long needed = (long) rows * lossesPerRow(description.outputs().get(i));
            if (losses[i].byteSize() < Float.BYTES * needed) {
                losses[i] = ownMemory.floats(needed);
            }
        }
    }

    private static int lossesPerRow(OutputDescription output) {
        return output.shape().size() / output.shape().last();
    }

    private static final Samples NO_SAMPLES = new Samples() {
        @Override
        public int size() {
            return 0;
        }

        @Override
        public List<Column> inputs() {
            return List.of();
        }

        @Override
        public List<Column> targets() {
            return List.of();
        }
    };
}
