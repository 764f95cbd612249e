package dev.jacquard.dl4j;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.jacquard.model.Loss;
import dev.jacquard.network.Description;
import dev.jacquard.network.OutputDescription;
import dev.jacquard.network.ParameterDescription;
import dev.jacquard.network.Samples;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.UpdaterBlock.ParamState;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** A network in training through Deeplearning4j: its {@code fit}, its updaters, its listeners. */
final class Dl4jTraining implements Training {
    private final Dl4jProgram program;
    private final TrainingSettings settings;
    private final Samples samples;
    private final StepRate rate;
    private final Description description;
    private final Steps steps = new Steps();
    private final @Nullable MemorySegment[] handedOut;

    private List<TrainingListener> listeners = List.of();
    /** The gradients of the last step, summed over its rows, in Deeplearning4j's order; null before the first. */
    private @Nullable INDArray gradients;
    private int gradientRows = 1;
    private List<INDArray> predictions = List.of();
    private int pass = -1;
    private boolean open = true;

    Dl4jTraining(Dl4jProgram program, TrainingSettings settings, Samples samples, StepRate rate) {
        this.program = program;
        this.settings = settings;
        this.samples = samples;
        this.rate = rate;
        description = program.description();
        handedOut = new MemorySegment[settings.rule().slots()];
    }

    void listen(List<TrainingListener> users) {
        listeners = List.copyOf(users);
        List<TrainingListener> all = new ArrayList<>();
        all.add(steps);
        all.addAll(users);
        program.network().listeners(all);
    }

    @Override
    public void run(int[] order, int from, int to, int epoch, float[] rates, Totals totals) {
        Underlying network = program.network();
        begin(network, epoch);
        int number = 0;
        for (int row = from; row < to; row += settings.batchSize()) {
            int end = Math.min(to, row + settings.batchSize());
            INDArray[] inputs = program.inputs(samples, order, row, end, epoch);
            INDArray[] targets = program.targets(samples, order, row, end, epoch);
            rate.set(rates[number++]);
            gradientRows = end - row;
            network.fit(inputs, trained(targets));
            program.trained();
            program.report(totals, predictions, targets, end - row, network.model().score());
        }
    }

    /** Targets of the outputs that have a loss: Deeplearning4j knows no others. */
    private INDArray[] trained(INDArray[] targets) {
        List<INDArray> wanted = new ArrayList<>();
        for (int i = 0; i < targets.length; i++) {
            if (description.outputs().get(i).loss() != Loss.NONE) {
                wanted.add(targets[i]);
            }
        }
        return wanted.toArray(INDArray[]::new);
    }

    /** Listeners hear of epochs as in Deeplearning4j's own loop. */
    private void begin(Underlying network, int epoch) {
        if (epoch == pass) {
            return;
        }
        if (pass >= 0) {
            listeners.forEach(listener -> listener.onEpochEnd(network.model()));
        }
        pass = epoch;
        network.epoch(epoch);
        listeners.forEach(listener -> listener.onEpochStart(network.model()));
    }

    @Override
    public long step() {
        return program.network().iteration();
    }

    @Override
    public void step(long value) {
        program.network().iteration(Math.toIntExact(value));
        for (int slot = 0; slot < handedOut.length; slot++) {
            MemorySegment written = handedOut[slot];
            if (written != null) {
                int index = slot;
                changes((link, block, state, parameter) -> stateOf(block, state, index).assign(Conversion.toTheirs(numbers(written, link),
                        description.parameter(link.parameter()).shape(), link.form(), parameter.shape())));
            }
        }
    }

    @Override
    public MemorySegment slot(int index) {
        MemorySegment copy = room();
        changes((link, block, state, parameter) -> write(copy, link, stateOf(block, state, index)));
        handedOut[index] = copy;
        return copy;
    }

    @Override
    public MemorySegment gradients() {
        MemorySegment copy = room();
        INDArray last = gradients;
        if (last != null) {
            changes((link, _, state, parameter) -> write(copy, link,
                    last.get(NDArrayIndex.interval(state.getParamOffsetStart(), state.getParamOffsetEnd()))
                            .reshape(parameter.ordering(), parameter.shape()).div(gradientRows)));
        }
        return copy;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            if (pass >= 0) {
                listeners.forEach(listener -> listener.onEpochEnd(program.network().model()));
            }
            program.network().listeners(listeners);
            program.closed(this);
        }
    }

    /** What is done for each trainable parameter, in the blocks that Deeplearning4j updates them in. */
    private interface Change {
        void accept(WeightLink link, UpdaterBlock block, ParamState state, INDArray parameter);
    }

    private void changes(Change change) {
        for (UpdaterBlock block : program.network().updater().getUpdaterBlocks()) {
            for (ParamState state : block.getLayersAndVariablesInBlock()) {
                WeightLink link = link(state);
                if (link != null) {
                    change.accept(link, block, state, parameter(state));
                }
            }
        }
    }

    /** The link of a trainable parameter; null for moving averages. */
    private @Nullable WeightLink link(ParamState state) {
        String layer = state.getLayer().getConfig().getLayerName();
        for (WeightLink link : program.links()) {
            if (link.layer().equals(layer) && link.key().equals(state.getParamName()) && description.parameter(link.parameter()).trainable()) {
                return link;
            }
        }
        return null;
    }

    private static INDArray parameter(ParamState state) {
        return Objects.requireNonNull(state.getLayer().paramTable(false).get(state.getParamName()));
    }

    /** A parameter's part of a slot, a view: a block keeps slot after slot, each parameter after parameter. */
    private static INDArray stateOf(UpdaterBlock block, ParamState state, int slot) {
        INDArray parameter = parameter(state);
        long before = block.getParamOffsetStart();
        long length = block.getParamOffsetEnd() - before;
        long start = slot * length + state.getParamOffsetStart() - before;
        INDArray all = block.getUpdaterView();
        return all.reshape(all.length()).get(NDArrayIndex.interval(start, start + parameter.length())).reshape(parameter.ordering(),
                parameter.shape());
    }

    private MemorySegment room() {
        return Arena.ofAuto().allocate(Math.max(64, 4 * description.trainableSize()), 64).asSlice(0, 4 * description.trainableSize());
    }

    private void write(MemorySegment target, WeightLink link, INDArray theirs) {
        float[] ours = Conversion.toOurs(theirs, link.form());
        MemorySegment.copy(ours, 0, target, ValueLayout.JAVA_FLOAT, 4 * description.parameter(link.parameter()).offset(), ours.length);
    }

    private float[] numbers(MemorySegment source, WeightLink link) {
        ParameterDescription parameter = description.parameter(link.parameter());
        return source.asSlice(4 * parameter.offset(), 4L * parameter.shape().size()).toArray(ValueLayout.JAVA_FLOAT);
    }

    /** What is ours in a step of Deeplearning4j: predictions and gradients are kept, gradients clipped, weights decayed. */
    private final class Steps extends BaseTrainingListener {
        @Override
        public void onForwardPass(Model model, List<INDArray> activations) {
            onForwardPass(model, program.network().named(activations));
        }

        @Override
        public void onForwardPass(Model model, Map<String, INDArray> activations) {
            try (MemoryWorkspace _ = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                List<INDArray> outputs = new ArrayList<>();
                for (int i = 0; i < description.outputs().size(); i++) {
                    OutputDescription output = description.outputs().get(i);
                    String name = program.result(i);
                    outputs.add(output.loss() == Loss.NONE ? Objects.requireNonNull(activations.get(name)).detach()
                            : program.network().output(name, activations));
                }
                predictions = outputs;
            }
        }

        @Override
        public void onGradientCalculation(Model model) {
            try (MemoryWorkspace _ = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                INDArray summed = program.network().updater().getFlattenedGradientsView();
                INDArray kept = gradients;
                if (kept == null) {
                    gradients = summed.reshape(summed.length()).dup();
                } else {
                    kept.assign(summed.reshape(summed.length()));
                }
                addPenalties();
                new Clipping(settings, gradientRows).apply(views());
                decay();
            }
        }

        private List<INDArray> views() {
            List<INDArray> views = new ArrayList<>();
            changes((_, _, state, _) -> views.add(state.getGradView()));
            return views;
        }

        /** To our copy only: Deeplearning4j adds them itself, later. */
        private void addPenalties() {
            changes((link, _, state, parameter) -> {
                ParameterDescription ours = description.parameter(link.parameter());
                INDArray copy = gradients;
                if (copy != null && (ours.l1() != 0 || ours.l2() != 0)) {
                    INDArray weights = state.getParamView();
                    INDArray part = copy.get(NDArrayIndex.interval(state.getParamOffsetStart(), state.getParamOffsetEnd()));
                    part.addi(weights.mul(2 * ours.l2() * gradientRows));
                    part.addi(Transforms.sign(weights, true).muli(ours.l1() * gradientRows));
                }
            });
        }

        private void decay() {
            double decay = rate.get() * Updaters.weightDecay(settings.rule());
            if (decay != 0) {
                changes((_, _, state, _) -> state.getParamView().muli(1 - decay));
            }
        }
    }
}
