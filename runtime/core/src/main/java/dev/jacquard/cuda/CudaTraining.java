package dev.jacquard.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

import dev.jacquard.cuda.kernel.Division;
import dev.jacquard.cuda.kernel.UpdateText;
import dev.jacquard.network.Column;
import dev.jacquard.network.Description;
import dev.jacquard.network.ParameterDescription;
import dev.jacquard.network.Samples;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;

import org.jspecify.annotations.Nullable;

/**
 * Training on a card: by the model's persistent kernel where it has one that fits, else by one graph of several steps. The data set lies on the card
 * where it fits; otherwise each batch is gathered by the host.
 */
final class CudaTraining implements Training {
    /** Steps in the larger of the two graphs. */
    private static final int STEPS = 8;
    /** Runs shorter than this go step by step, which leaves the gradients to be looked at. */
    private static final int SHORT = 4;
    private final CudaProgram program;
    private final Gpu gpu;
    private final TrainingSettings settings;
    private final Samples samples;
    private final Phase phase;
    private final int batchSize;
    private final int size;
    private final Resources resources = new Resources();
    private final Arena arena = Arena.ofShared();
    private final DeviceMemory state;
    private final DeviceMemory gradients;
    private final MemorySegment[] slots;
    private final MemorySegment hostGradients;
    private final DeviceBatch batch;
    private final @Nullable DeviceSamples data;
    private final @Nullable EpochRunner epoch;
    private @Nullable Steps steps;
    private long step;
    private boolean slotsAreOnHost;
    private boolean gradientsAreKnown;

    CudaTraining(CudaProgram program, Phase phase, TrainingSettings settings, Samples samples) {
        this.program = program;
        this.phase = phase;
        this.settings = settings;
        this.samples = samples;
        gpu = program.gpu();
        batchSize = settings.batchSize();
        Description description = program.description();
        size = Math.toIntExact(description.trainableSize());
        int slotCount = settings.rule().slots();
        try {
            state = resources.own(gpu.allocate("the optimizer's state of " + description.name(), 4L * size * slotCount));
            gradients = resources.own(gpu.allocate("the gradients of " + description.name(), 4L * size));
            batch = new DeviceBatch(resources.own(gpu.allocate("the batch at work", DeviceBatch.BYTES)), arena);
            state.clear(state.bytes(), gpu.stream());
            gradients.clear(gradients.bytes(), gpu.stream());
            slots = new MemorySegment[slotCount];
            for (int i = 0; i < slotCount; i++) {
                slots[i] = arena.allocate(4L * size, 64);
            }
            hostGradients = arena.allocate(4L * size, 64);
            long left = gpu.driver().freeMemory() - phase.plan().bytes(batchSize);
            data = DeviceSamples.upload(gpu, samples, left / 4 * 3);
            epoch = data == null ? null : epoch(data);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The persistent kernel; null where the model has none, or where it does not fit what is asked. */
    private @Nullable EpochRunner epoch(DeviceSamples resident) {
        EpochKernel kernel = program.epochKernel();
        if (kernel == null || settings.clipNorm() > 0 || settings.globalClipNorm() > 0) {
            return null;
        }
        DeviceSamples.Part input = resident.inputs().getFirst();
        DeviceSamples.Part target = resident.targets().getFirst();
        Division division = kernel.divide(gpu.device(), batchSize, input.bytes(), settings.rule().slots());
        if (division == null || target.stride() != kernel.targetBytes()) {
            return null;
        }
        return new EpochRunner(gpu, program.description().name(), program.text(kernel.resource()), settings.rule(), settings.clipValue(),
                batchSize, settings.seed(), division,
                new EpochRunner.Data(input.bytes(), input.bytes() ? input.scale() : 1, input.memory(), target.memory(), program.deviceParameters(),
                        state),
                Math.max(batchSize, samples.size()));
    }

    @Override
    public void run(int[] order, int from, int to, int pass, float[] rates, Totals totals) {
        if (to <= from) {
            return;
        }
        gpu.use();
        upload();
        int count = Math.ceilDiv(to - from, batchSize);
        if (epoch != null && count >= SHORT) {
            epoch.run(order, from, to, step, rates, totals);
            gradientsAreKnown = false;
        } else {
            stepwise(order, from, to, pass, rates, totals);
            gradientsAreKnown = true;
        }
        step += count;
        slotsAreOnHost = false;
        program.changedOnDevice();
    }

    private void stepwise(int[] order, int from, int to, int pass, float[] rates, Totals totals) {
        Steps made = steps;
        if (made == null) {
            made = new Steps();
            steps = made;
        }
        int rows = to - from;
        int count = Math.ceilDiv(rows, batchSize);
        made.prepare(order, from, to, rates);
        for (int done = 0; done < count;) {
            if (data == null) {
                made.gather(order, from + done * batchSize, Math.min(to, from + (done + 1) * batchSize), pass);
                made.one.launch(gpu.stream());
                done++;
            } else if (count - done >= STEPS) {
                made.several.launch(gpu.stream());
                done += STEPS;
            } else {
                made.one.launch(gpu.stream());
                done++;
            }
        }
        batch.fetch(gpu.stream());
        gpu.stream().await();
        made.losses.report(batch, rows, (rows - 1) % batchSize + 1, totals);
    }

    /** Everything for training operation by operation; made when it is first needed. */
    private final class Steps {
        private final Losses losses;
        private final BoundPhase bound;
        private final Graph one;
        private final Graph several;
        private final List<Launch> before = new ArrayList<>();
        private final List<Launch> after = new ArrayList<>();
        private final DeviceMemory order;
        private final DeviceMemory rates;
        private final MemorySegment hostOrder;
        private final MemorySegment hostRates;
        private final MemorySegment staging;
        private int room;

        Steps() {
            Description description = program.description();
            KernelModule module = resources.own(program.load(settings.rule(), settings.clipValue()));
            losses = new Losses(gpu, description, batchSize);
            room = Math.max(samples.size(), batchSize);
            order = resources.own(gpu.allocate("row numbers", 4L * room));
            rates = resources.own(gpu.allocate("learning rates", 8L * (room / batchSize + 1)));
            hostOrder = arena.allocate(4L * room, 64);
            hostRates = arena.allocate(8L * (room / batchSize + 1), 64);
            int widest = 1;
            for (Column column : samples.inputs()) {
                widest = Math.max(widest, column.width());
            }
            for (Column column : samples.targets()) {
                widest = Math.max(widest, column.width());
            }
            staging = arena.allocate(4L * widest * batchSize, 64);
            bound = new BoundPhase(gpu, module, description.name(), phase, batchSize, batch, this::elsewhere);
            before.add(module.kernel("advance_step").prepare(Grid.of(1, 32), 0, false, Arguments.of(arena, batch.memory(), rates, batchSize)));
            if (data != null) {
                loads(module, data.inputs(), program.inputNames());
                loads(module, data.targets(), program.targetNames());
            }
            after.addAll(losses.accounts(module, batch, arena));
            penalties(module, description);
            int slotCount = settings.rule().slots();
            after.add(module.kernel("update_parameters").prepare(Grid.covering(size, 256), 0, false, Arguments.of(arena, batch.memory(), program
                    .deviceParameters(), gradients, slotCount == 0 ? (Object) 0L : state, size)));
            one = resources.own(gpu.stream().capture(this::queue));
            several = resources.own(gpu.stream().capture(() -> {
                for (int i = 0; i < STEPS; i++) {
                    queue();
                }
            }));
        }

        private void queue() {
            before.forEach(launch -> launch.queue(gpu.stream()));
            bound.queue(gpu.stream());
            after.forEach(launch -> launch.queue(gpu.stream()));
        }

        private long elsewhere(String operand) {
            if (operand.isEmpty()) {
                return 0;
            }
            if (operand.indexOf(' ') > 0) {
                return losses.address(operand);
            }
            if (operand.startsWith("∂")) {
                return gradients.value() + program.parameterAddress(operand.substring(1)) - program.deviceParameters().value();
            }
            return program.parameterAddress(operand);
        }

        private void loads(KernelModule module, List<DeviceSamples.Part> parts, List<String> names) {
            for (int i = 0; i < names.size(); i++) {
                long address = bound.address(names.get(i));
                if (address == 0) {
                    continue;
                }
                DeviceSamples.Part part = parts.get(i);
                Grid grid = new Work.Each(part.width(), 0).grid(gpu.device(), batchSize);
                Arguments arguments = part.bytes()
                        ? Arguments.of(arena, address, part.memory(), order, part.width(), part.stride(), part.scale(), batch.memory())
                        : Arguments.of(arena, address, part.memory(), order, part.width(), part.stride(), batch.memory());
                before.add(module.kernel(part.bytes() ? "load_bytes" : "load_words").prepare(grid, 0, false, arguments));
            }
        }

        private void penalties(KernelModule module, Description description) {
            for (ParameterDescription parameter : description.parameters()) {
                if (!parameter.trainable()) {
                    continue;
                }
                long gradient = gradients.value() + 4 * parameter.offset();
                int count = parameter.shape().size();
                if (parameter.l1() != 0 || parameter.l2() != 0) {
                    // The penalty belongs to the step's loss, so it comes before the last account.
                    after.addFirst(module.kernel("penalize").prepare(Grid.of(1, 1024), 0, false, Arguments.of(arena, batch.memory(), gradient,
                            program.parameterAddress(parameter.name()), count, (float) parameter.l1(), (float) parameter.l2())));
                }
                if (settings.clipNorm() > 0) {
                    after.add(module.kernel("clip_norm").prepare(Grid.of(1, 1024), 0, false, Arguments.of(arena, gradient, count,
                            (float) settings.clipNorm())));
                }
            }
            if (settings.globalClipNorm() > 0) {
                after.add(module.kernel("clip_norm").prepare(Grid.of(1, 1024), 0, false, Arguments.of(arena, gradients, size,
                        (float) settings.globalClipNorm())));
            }
        }

        void prepare(int[] rowNumbers, int from, int to, float[] learningRates) {
            int rows = to - from;
            if (rows > room) {
                throw new IllegalArgumentException("a run of " + rows + " rows; there is room for " + room);
            }
            MemorySegment.copy(rowNumbers, from, hostOrder, ValueLayout.JAVA_INT, 0, rows);
            int count = Math.ceilDiv(rows, batchSize);
            for (int i = 0; i < count; i++) {
                hostRates.setAtIndex(ValueLayout.JAVA_FLOAT, 2L * i, learningRates[i]);
                hostRates.setAtIndex(ValueLayout.JAVA_FLOAT, 2L * i + 1, UpdateText.correctedRate(settings.rule(), learningRates[i], step + i + 1));
            }
            order.upload(hostOrder, 0, 4L * rows, gpu.stream());
            rates.upload(hostRates, 0, 8L * count, gpu.stream());
            batch.startRun(rows, step, settings.seed(), gpu.stream());
            gpu.stream().await();
        }

        /** Puts a batch's rows in place from the host. */
        void gather(int[] rowNumbers, int from, int to, int pass) {
            for (int i = 0; i < samples.inputs().size(); i++) {
                gather(samples.inputs().get(i), program.inputNames().get(i), rowNumbers, from, to, pass);
            }
            for (int i = 0; i < samples.targets().size(); i++) {
                gather(samples.targets().get(i), program.targetNames().get(i), rowNumbers, from, to, pass);
            }
        }

        private void gather(Column column, String name, int[] rowNumbers, int from, int to, int pass) {
            long address = bound.address(name);
            if (address == 0) {
                return;
            }
            for (int row = from; row < to; row++) {
                HostRows.read(column, rowNumbers[row], pass, staging, (long) (row - from) * column.width());
            }
            gpu.driver().upload(address, staging, 4L * (to - from) * column.width(), gpu.stream().value());
            gpu.stream().await();
        }

        void close() {
            bound.close();
            losses.close();
        }
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
        if (!arena.scope().isAlive()) {
            return;
        }
        gpu.use();
        if (steps != null) {
            steps.close();
        }
        if (epoch != null) {
            epoch.close();
        }
        if (data != null) {
            data.close();
        }
        resources.close();
        arena.close();
        program.closed(this);
    }
}
