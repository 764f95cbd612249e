package dev.jacquard.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

import dev.jacquard.cuda.kernel.KernelText;
import dev.jacquard.cuda.kernel.UpdateText;
import dev.jacquard.network.ParameterDescription;
import dev.jacquard.network.Totals;
import dev.jacquard.network.TrainingSettings;

/**
 * Training operation by operation: a step is one graph, or another where its batch is not whole, and so are several steps. The host queues graphs
 * and, where rows do not stay on the card, the rows of the next chunk; it waits once, at the end of a run, for the sums of losses.
 */
final class Steps implements AutoCloseable {
    /** Steps in the larger of the two graphs. */
    static final int SEVERAL = 8;
    /** The most numbers that blocks leave for a sum over parameters: a block adds them up with a thread each. */
    static final int PARTS = 256;
    /** Fields and bytes of the structure {@code Column} of the kernel text. */
    private static final int COLUMN_FIELDS = 8;
    private static final long COLUMN_BYTES = 40;
    /** Loads that a thread has under way at once. */
    private static final int LOADS = 4;
    /** Parameters that a thread should have to add at least. */
    private static final int EACH = 16;
    private final Gpu gpu;
    private final CudaProgram program;
    private final TrainingSettings settings;
    private final TrainingRows rows;
    private final DeviceBatch batch;
    private final DeviceMemory gradients;
    private final int batchSize;
    private final int room;
    private final Resources resources = new Resources();
    private final Arena arena = Arena.ofShared();
    private final KernelModule module;
    /** The rule's kernel, a module of its own: one compilation of the model's kernels serves predictions and every rule. */
    private final KernelModule update;
    private final Losses losses;
    private final BoundPhase bound;
    private final DeviceMemory order;
    private final DeviceMemory rates;
    private final DeviceMemory partial;
    private final DeviceMemory columns;
    private final MemorySegment hostOrder;
    private final MemorySegment hostRates;
    private final Graph one;
    private final Graph anyRows;
    private final Graph several;

    /**
     * Takes memory and writes the graphs down.
     *
     * @param state the optimizer's arrays, one after another
     * @param room  the most rows of a run
     */
    Steps(CudaProgram program, Phase phase, TrainingSettings settings, TrainingRows rows, DeviceBatch batch, DeviceMemory gradients,
            DeviceMemory state, int room) {
        this.program = program;
        this.settings = settings;
        this.rows = rows;
        this.batch = batch;
        this.gradients = gradients;
        this.room = room;
        gpu = program.gpu();
        batchSize = settings.batchSize();
        resources.own(arena, arena::close);
        try {
            module = program.kernels();
            update = resources.own(gpu.load("an update", String.join("\n", KernelText.PRELUDE.text(), KernelText.UPDATE.text(),
                    KernelText.UPDATE_PARAMETERS.text()), UpdateText.definitions(settings.rule(), settings.clipValue())));
            Losses made = new Losses(gpu, program.description(), batchSize, arena);
            losses = resources.own(made, made::close);
            int steps = room / batchSize + 1;
            order = resources.own(gpu.allocate("row numbers", 4L * room));
            rates = resources.own(gpu.allocate("learning rates", 8L * steps));
            partial = resources.own(gpu.allocate("sums over parameters", 8L * PARTS));
            columns = resources.own(gpu.allocate("columns of the data set", tableBytes(rows.inputs().size() + rows.targets().size())));
            hostOrder = resources.own(PinnedMemory.allocate(gpu.driver(), "row numbers", 4L * room)).memory();
            hostRates = resources.own(PinnedMemory.allocate(gpu.driver(), "learning rates", 8L * steps)).memory();
            BoundPhase binding = new BoundPhase(gpu, module, program.description().name(), phase, batchSize, program.precision()
                    .compute(), batch, this::elsewhere);
            bound = resources.own(binding, binding::close);
            program.chosen(bound.choices());
            Launch before = load();
            List<Queued> after = updates(phase, state);
            anyRows = resources.own(gpu.stream().capture(() -> queue(before, after, false)));
            one = bound.usesLibraries() ? resources.own(gpu.stream().capture(() -> queue(before, after, true))) : anyRows;
            several = resources.own(gpu.stream().capture(() -> {
                for (int i = 0; i < SEVERAL; i++) {
                    queue(before, after, true);
                }
            }));
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    /** Bytes of what the card must know of so many columns of the data set. */
    static long tableBytes(int columns) {
        return COLUMN_BYTES * columns;
    }

    private void queue(Launch before, List<Queued> after, boolean fullBatch) {
        before.queue(gpu.stream());
        if (fullBatch) {
            bound.queueFullBatch(gpu.stream());
        } else {
            bound.queue(gpu.stream());
        }
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

    // ---- what a step begins with ----

    /** One launch that loads every column the model reads. */
    private Launch load() {
        List<Object> table = new ArrayList<>();
        long most = load(table, rows.inputs(), program.inputNames());
        most = Math.max(most, load(table, rows.targets(), program.targetNames()));
        columns.upload(Arguments.structure(arena, table.toArray()), gpu.stream());
        int blocks = (int) Math.clamp(Math.ceilDiv(most, Work.THREADS * LOADS), 1, 32L * gpu.device().multiprocessors());
        return prepare("load_columns", new Grid(blocks, table.size() / COLUMN_FIELDS, 1, Work.THREADS), columns, order, batch.memory());
    }

    /** Adds columns to the table and returns the most loads that one of them takes. */
    private long load(List<Object> table, List<DeviceColumn> columns, List<String> names) {
        long most = 0;
        for (int i = 0; i < names.size(); i++) {
            long address = bound.address(names.get(i));
            if (address != 0) {
                RowLayout.Part part = columns.get(i).part();
                table.addAll(
                        List.of(address, columns.get(i).memory(), part.width(), part.stride(), part.bytes() ? 1 : 0, part.scale(), part.offset(), 0));
                most = Math.max(most, (long) batchSize * (part.width() % 4 == 0 ? part.width() / 4 : part.width()));
            }
        }
        return most;
    }

    // ---- what a step ends with ----

    private List<Queued> updates(Phase phase, DeviceMemory state) {
        List<Queued> launches = new ArrayList<>();
        List<ParameterDescription> trainable = program.description().parameters().stream().filter(ParameterDescription::trainable).toList();
        trainable.forEach(parameter -> penalty(launches, phase, parameter));
        if (settings.clipNorm() > 0) {
            trainable.forEach(parameter -> shrink(launches, gradients.value() + 4 * parameter.offset(), parameter.shape().size(), settings
                    .clipNorm()));
        }
        int size = Math.toIntExact(program.description().trainableSize());
        if (settings.globalClipNorm() > 0) {
            shrink(launches, gradients.value(), size, settings.globalClipNorm());
        }
        launches.add(
                update.kernel("update_parameters").prepare(Grid.covering(size, Work.THREADS), 0, false, Arguments.of(arena, batch.rates(), program
                        .deviceParameters(), gradients, settings.rule().slots() == 0 ? (Object) 0L : state, size)));
        // Last: it makes the batch the next step, and takes the penalties along.
        launches.add(losses.account(module, batch, arena, rates.value(), batchSize));
        return launches;
    }

    private void penalty(List<Queued> launches, Phase phase, ParameterDescription parameter) {
        if (parameter.l1() != 0 || parameter.l2() != 0) {
            int count = parameter.shape().size();
            if (phase.calls().stream().noneMatch(call -> call.operands().contains("∂" + parameter.name()))) {
                // No loss reaches it: nobody else writes its gradient, which the last step's penalty is still in.
                launches.add(stream -> gradients.clear(4 * parameter.offset(), 4L * count, stream));
            }
            launches.add(prepare("penalize", sums(count), partial, gradients.value() + 4 * parameter.offset(), program.parameterAddress(parameter
                    .name()), count, (float) parameter.l1(), (float) parameter.l2()));
            launches.add(prepare("account_penalty", Grid.of(1, Work.THREADS), batch.memory(), partial, sums(count).blocksX()));
        }
    }

    private void shrink(List<Queued> launches, long gradient, int count, double limit) {
        launches.add(prepare("add_squares", sums(count), partial, gradient, count));
        launches.add(prepare("shrink_to_norm", sums(count), gradient, count, partial, sums(count).blocksX(), (float) limit));
    }

    /** The grid of a sum over so many parameters: the number alone decides, so that the sum is the same on every card. */
    private static Grid sums(int count) {
        return Grid.of(Math.clamp(Math.ceilDiv(count, Work.THREADS * EACH), 1, PARTS), Work.THREADS);
    }

    private Launch prepare(String kernel, Grid grid, Object... arguments) {
        return module.kernel(kernel).prepare(grid, 0, false, Arguments.of(arena, arguments));
    }

    // ---- a run ----

    /**
     * Runs steps on the rows {@code rowNumbers[from … to)} and adds their losses to the totals.
     *
     * @param pass          how often the set was gone through before
     * @param learningRates one for each step
     * @param firstStep     steps done before
     */
    void run(int[] rowNumbers, int from, int to, int pass, float[] learningRates, long firstStep, Totals totals) {
        int count = Math.ceilDiv(to - from, batchSize);
        prepare(rowNumbers, from, to, learningRates, firstStep);
        try {
            for (int done = 0; done < count;) {
                int next = done + Math.min(count - done, rows.stepsAChunk());
                int position = done * batchSize;
                int end = next == count ? to : from + next * batchSize;
                rows.bring(rowNumbers, from + position, end, pass, position);
                launch(next - done, end - from - position);
                rows.used(position);
                done = next;
            }
            batch.fetch(gpu.stream());
        } finally {
            // Also when a row could not be read: what was queued reads memory that the next run writes.
            gpu.stream().await();
        }
        losses.report(batch, to - from, (to - from - 1) % batchSize + 1, totals);
    }

    private void prepare(int[] rowNumbers, int from, int to, float[] learningRates, long firstStep) {
        if (to - from > room) {
            throw new IllegalArgumentException("a run of " + (to - from) + " rows; there is room for " + room);
        }
        int count = Math.ceilDiv(to - from, batchSize);
        rows.numbers(rowNumbers, from, to, hostOrder);
        for (int i = 0; i < count; i++) {
            hostRates.setAtIndex(ValueLayout.JAVA_FLOAT, 2L * i, learningRates[i]);
            hostRates.setAtIndex(ValueLayout.JAVA_FLOAT, 2L * i + 1, UpdateText.correctedRate(settings.rule(), learningRates[i], firstStep + i + 1));
        }
        order.upload(hostOrder, 0, 4L * (to - from), gpu.stream());
        rates.upload(hostRates, 0, 8L * count, gpu.stream());
        batch.startRun(to - from, batchSize, firstStep, settings.seed(), hostRates, gpu.stream());
    }

    /**
     * Queues steps.
     *
     * @param given rows that they have: the last batch may be smaller than the others, which only kernels notice
     */
    private void launch(int count, int given) {
        int whole = bound.usesLibraries() ? given / batchSize : count;
        for (int i = 0; i < whole / SEVERAL; i++) {
            several.launch(gpu.stream());
        }
        for (int i = whole / SEVERAL * SEVERAL; i < count; i++) {
            (i < whole ? one : anyRows).launch(gpu.stream());
        }
    }

    @Override
    public void close() {
        resources.close();
    }
}
