package dev.jacquard.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import dev.jacquard.JacquardException;
import dev.jacquard.Note;
import dev.jacquard.cuda.kernel.Division;
import dev.jacquard.network.Samples;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;

import org.jspecify.annotations.Nullable;

/**
 * Training on a card: by the model's persistent kernel where it has one that fits and the data set stays on the card, else by {@linkplain Steps graphs
 * of several steps}.
 */
final class CudaTraining implements Training {
    /** Which way chains train: {@code auto}, in the persistent kernel where it fits, or {@code never} there. */
    static final String PERSISTENT = "jacquard.cuda.persistent";
    /** Runs shorter than this go step by step, which leaves the gradients to be looked at. */
    private static final int SHORT = 4;
    private final CudaProgram program;
    private final Gpu gpu;
    private final TrainingSettings settings;
    private final TrainingMemory memory;
    private final Phase phase;
    private final int size;
    private final Resources resources = new Resources();
    private final Arena arena = Arena.ofShared();
    private final DeviceMemory state;
    private final DeviceMemory gradients;
    private final MemorySegment[] slots;
    private final MemorySegment hostGradients;
    private final DeviceBatch batch;
    private final TrainingRows rows;
    private final @Nullable EpochRunner epoch;
    private @Nullable Steps steps;
    private long step;
    private boolean slotsAreOnHost;
    private boolean gradientsAreKnown;

    /**
     * Takes what training needs of the card.
     *
     * @throws OutOfDeviceMemoryException with the batch that would fit; nothing is kept then
     * @throws CudaException              when a value would have more numbers than kernels can count
     */
    CudaTraining(CudaProgram program, Phase phase, TrainingSettings settings, Samples samples) {
        this.program = program;
        this.phase = phase;
        this.settings = settings;
        gpu = program.gpu();
        phase.checkCounts(program.description().name(), settings.batchSize());
        size = Math.toIntExact(program.description().trainableSize());
        int slotCount = settings.rule().slots();
        memory = new TrainingMemory(gpu.device(), program.description(), phase, RowLayout.of(samples, true), slotCount, samples.size());
        resources.own(arena, arena::close);
        try {
            state = resources.own(gpu.allocate("the optimizer's state of " + program.description().name(), 4L * size * slotCount));
            gradients = resources.own(gpu.allocate("the gradients of " + program.description().name(), 4L * size));
            batch = new DeviceBatch(gpu, resources, program.description().outputs().size());
            state.clear(state.bytes(), gpu.stream());
            gradients.clear(gradients.bytes(), gpu.stream());
            slots = new MemorySegment[slotCount];
            for (int i = 0; i < slotCount; i++) {
                slots[i] = arena.allocate(4L * size, 64);
            }
            hostGradients = arena.allocate(4L * size, 64);
            boolean clips = settings.clipNorm() > 0 || settings.globalClipNorm() > 0;
            EpochKernel kernel = clips || !persistentWanted() ? null : program.epochKernel();
            // The persistent kernel multiplies bytes by their scale and adds nothing.
            RowLayout resident = RowLayout.of(samples, kernel == null);
            TrainingRows placed = TrainingRows.open(gpu, resident, memory, settings.batchSize(), samples.size(), Steps.SEVERAL);
            rows = resources.own(placed, placed::close);
            epoch = kernel == null ? null : epoch(kernel);
            if (epoch == null) {
                steps = newSteps();
            }
        } catch (OutOfDeviceMemoryException e) {
            resources.close();
            throw memory.explain(gpu, e, settings.batchSize(), false);
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    private static boolean persistentWanted() {
        String word = System.getProperty(PERSISTENT, "auto");
        return switch (word) {
            case "auto" -> true;
            case "never" -> false;
            default -> throw new JacquardException("-D" + PERSISTENT + "=" + word + ": the values are auto and never");
        };
    }

    /** The persistent kernel; null where it does not fit what is asked, and with a line in the log where it does not fit the card. */
    private @Nullable EpochRunner epoch(EpochKernel kernel) {
        if (!rows.resident()) {
            return null;
        }
        DeviceColumn input = rows.inputs().getFirst();
        DeviceColumn target = rows.targets().getFirst();
        boolean bytes = input.part().bytes();
        int batchSize = settings.batchSize();
        Division division = kernel.divide(gpu.device(), batchSize, bytes, settings.rule().slots());
        if (division == null || target.part().stride() != kernel.targetBytes()) {
            return null;
        }
        try {
            EpochRunner made = new EpochRunner(gpu, program.description().name(), program.text(kernel), settings.rule(), settings.clipValue(),
                    batchSize, settings.seed(), division,
                    new EpochRunner.Data(bytes, bytes ? input.part().scale() : 1, input.memory(), target.memory(),
                            program.deviceParameters(), state),
                    memory.room(batchSize));
            return resources.own(made, made::close);
        } catch (CudaException e) {
            Note.say(CudaTraining.class, program.description().name() + " trains by graphs of steps, not in one kernel: " + e.getMessage());
            return null;
        }
    }

    private Steps newSteps() {
        Steps made = new Steps(program, phase, settings, rows, batch, gradients, state, memory.room(settings.batchSize()));
        return resources.own(made, made::close);
    }

    /** Training operation by operation; beside the persistent kernel it is made when it is first needed. */
    private Steps steps() {
        Steps known = steps;
        if (known == null) {
            try {
                known = newSteps();
            } catch (OutOfDeviceMemoryException e) {
                throw memory.explain(gpu, e, settings.batchSize(), true);
            }
            steps = known;
        }
        return known;
    }

    @Override
    public void run(int[] order, int from, int to, int pass, float[] rates, Totals totals) {
        if (to <= from) {
            return;
        }
        gpu.use();
        upload();
        int count = Math.ceilDiv(to - from, settings.batchSize());
        if (epoch != null && count >= SHORT) {
            epoch.run(order, from, to, step, rates, totals);
            gradientsAreKnown = false;
        } else {
            steps().run(order, from, to, pass, rates, step, totals);
            gradientsAreKnown = true;
        }
        step += count;
        slotsAreOnHost = false;
        program.changedOnDevice();
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public void step(long value) {
        step = value;
    }

    /** What was written to the host's slots goes to the card. */
    private void upload() {
        if (slotsAreOnHost) {
            for (int i = 0; i < slots.length; i++) {
                state.upload(slots[i], 4L * size * i, 4L * size, gpu.stream());
            }
            gpu.stream().await();
        }
    }

    @Override
    public MemorySegment slot(int index) {
        if (!slotsAreOnHost) {
            gpu.use();
            for (int i = 0; i < slots.length; i++) {
                state.download(slots[i], 4L * size * i, 4L * size, gpu.stream());
            }
            gpu.stream().await();
            slotsAreOnHost = true;
        }
        return slots[index];
    }

    @Override
    public MemorySegment gradients() {
        if (!gradientsAreKnown) {
            throw new IllegalStateException("the persistent kernel keeps gradients to itself; run fewer than " + SHORT
                    + " steps at a time to see those of the last");
        }
        gpu.use();
        gradients.download(hostGradients, gpu.stream());
        gpu.stream().await();
        return hostGradients;
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            gpu.use();
            resources.close();
            program.closed(this);
        }
    }
}
