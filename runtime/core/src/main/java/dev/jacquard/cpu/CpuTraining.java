package dev.jacquard.cpu;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.jacquard.network.CounterRandom;
import dev.jacquard.network.Description;
import dev.jacquard.network.ParameterDescription;
import dev.jacquard.network.Samples;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;
import dev.jacquard.network.UpdateRule;

import org.jspecify.annotations.Nullable;

/** Training on the CPU: gradients and optimizer state, flat and laid out like the trainable parameters. */
final class CpuTraining implements Training {
    /** Floats a thread updates at a time: parameters, gradients and two slots of them fit into the second-level cache. */
    private static final int GRAIN = 16_384;

    private final CpuProgram program;
    private final TrainingSettings settings;
    private final Samples samples;
    private final MemoryPlan.Memory memory;
    private final AlignedMemory stateMemory = new AlignedMemory();
    private final MemorySegment gradients;
    private final MemorySegment[] slots;
    private final int size;
    private final ParameterDescription[] trainable;
    private ParameterDescription[] unreached;
    private final Map<ParameterDescription, Integer> grains = new HashMap<>();
    private @Nullable Region updates;
    private final Task update;
    private final Task clip = this::clip;
    private final Task scaleAll = this::scaleAll;

    private long step;
    private float rate;
    private float factor;
    private boolean open = true;

    CpuTraining(CpuProgram program, TrainingSettings settings, Samples samples, MemoryPlan.Memory memory) {
        this.program = program;
        this.settings = settings;
        this.samples = samples;
        this.memory = memory;
        Description description = program.description();
        size = Math.toIntExact(description.trainableSize());
        gradients = stateMemory.floats(size);
        slots = new MemorySegment[settings.rule().slots()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = stateMemory.floats(size);
        }
        List<ParameterDescription> parameters = description.parameters();
        trainable = parameters.stream().filter(ParameterDescription::trainable).toArray(ParameterDescription[]::new);
        unreached = trainable.clone();
        update = updateBy(settings.rule());
    }

    /** Notes that every step writes a parameter's gradient. Those of outputs without a loss are written by nobody but their penalties. */
    void reached(ParameterDescription parameter, int grain) {
        if (grain > 0) {
            grains.put(parameter, grain);
        }
        unreached = Arrays.stream(unreached).filter(other -> !other.equals(parameter)).toArray(ParameterDescription[]::new);
    }

    @Override
    public void run(int[] order, int from, int to, int pass, float[] rates, Totals totals) {
        int number = 0;
        for (int row = from; row < to; row += settings.batchSize()) {
            int end = Math.min(to, row + settings.batchSize());
            program.trainingStep(memory, samples, order, row, end, pass);
            program.report(totals);
            for (ParameterDescription parameter : unreached) {
                program.kernels.fill(gradients, parameter.offset(), parameter.offset() + parameter.shape().size(), 0);
            }
            program.penalties.addGradients(gradients);
            clip();
            step++;
            rate = rates[number++];
            program.workers.run(updates());
        }
    }

    /** The update of everything: what threads compute in pieces is updated by the same threads. */
    private Region updates() {
        Region made = updates;
        if (made == null) {
            List<Region.Part> parts = new ArrayList<>();
            int done = 0;
            for (ParameterDescription parameter : trainable) {
                Integer grain = grains.get(parameter);
                // Of small ones the meeting of threads would cost more than their memory's way from core to core.
                if (grain != null && parameter.shape().size() >= GRAIN) {
                    int at = Math.toIntExact(parameter.offset());
                    addUpdate(parts, done, at, GRAIN);
                    done = at + parameter.shape().size();
                    addUpdate(parts, at, done, grain);
                }
            }
            addUpdate(parts, done, size, GRAIN);
            made = Region.of(parts.toArray(Region.Part[]::new));
            updates = made;
        }
        return made;
    }

    private void addUpdate(List<Region.Part> parts, int from, int to, int grain) {
        if (to > from) {
            parts.add(new Region.Part((first, end) -> update.run(from + first, from + end), to - from, grain));
        }
    }

    int dropoutKey(int layer) {
        return CounterRandom.key(settings.seed(), step, layer);
    }

    private void clip() {
        if (settings.clipValue() > 0) {
            program.workers.run(clip, size, GRAIN);
        } else if (settings.globalClipNorm() > 0) {
            double norm = Math.sqrt(program.kernels.sumSquares(gradients, 0, size));
            if (norm > settings.globalClipNorm()) {
                factor = (float) (settings.globalClipNorm() / norm);
                program.workers.run(scaleAll, size, GRAIN);
            }
        } else if (settings.clipNorm() > 0) {
            for (ParameterDescription parameter : trainable) {
                long start = parameter.offset();
                long end = start + parameter.shape().size();
                double norm = Math.sqrt(program.kernels.sumSquares(gradients, start, end));
                if (norm > settings.clipNorm()) {
                    program.kernels.scale(gradients, start, end, (float) (settings.clipNorm() / norm));
                }
            }
        }
    }

    private void clip(int from, int to) {
        program.kernels.clip(gradients, from, to, (float) settings.clipValue());
    }

    private void scaleAll(int from, int to) {
        program.kernels.scale(gradients, from, to, factor);
    }

    /** The rule as a task over a range of the arena, its numbers read once. */
    private Task updateBy(UpdateRule rule) {
        Kernels kernels = program.kernels;
        MemorySegment weights = program.parameters().memory();
        return switch (rule) {
            case UpdateRule.Sgd(double momentum, boolean _) when momentum == 0 -> (from, to) -> kernels.sgd(weights, gradients, from, to, rate, 0);
            case UpdateRule.Sgd(double momentum, boolean nesterov) -> (from, to) -> kernels.momentum(weights, gradients, slots[0], from, to, rate,
                    (float) momentum, nesterov, 0);
            case UpdateRule.RmsProp(double rho, double momentum, double epsilon, boolean centered) -> {
                MemorySegment velocity = momentum == 0 ? null : slots[1];
                MemorySegment mean = centered ? slots[slots.length - 1] : null;
                yield (from, to) -> kernels.rmsProp(weights, gradients, slots[0], mean, velocity, from, to, rate, rho, (float) momentum,
                        (float) epsilon, 0);
            }
            case UpdateRule.Adam(double beta1, double beta2, double epsilon, double weightDecay) -> (from, to) -> kernels.adam(weights, gradients,
                    slots[0], slots[1], null, from, to, Kernels.adamRate(rate, beta1, beta2, step), beta1, beta2, (float) epsilon,
                    (float) (rate * weightDecay));
        };
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public void step(long value) {
        step = value;
    }

    @Override
    public MemorySegment slot(int index) {
        return slots[index];
    }

    @Override
    public MemorySegment gradients() {
        return gradients;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            program.closed(this, memory);
            memory.close();
            stateMemory.close();
        }
    }
}
