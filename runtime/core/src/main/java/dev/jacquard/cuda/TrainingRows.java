package dev.jacquard.cuda;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * The rows that training reads, on the card: all of them where they fit, which is one chunk that stays; else a ring of two chunks that a {@link Ferry}
 * fills in turn. Kernels read both the same way, by numbers of the card's rows, so the same graphs of steps run on either.
 */
final class TrainingRows implements AutoCloseable {
    /** Set to {@code true}, data sets stay with the host even where they fit: to measure what that costs. */
    static final String STREAM = "jacquard.cuda.stream";
    /** A chunk is about as large as pays for a transfer: some hundred microseconds of one. */
    private static final long CHUNK = 8 << 20;
    private final Resources resources = new Resources();
    private final List<DeviceColumn> inputs = new ArrayList<>();
    private final List<DeviceColumn> targets = new ArrayList<>();
    private final int batchSize;
    private final int stepsAChunk;
    private final @Nullable Ferry ferry;

    /** Resident: brings the whole set. */
    private TrainingRows(Gpu gpu, RowLayout layout, int setRows) {
        batchSize = 0;
        stepsAChunk = Integer.MAX_VALUE;
        ferry = null;
        try {
            allocate(gpu, layout, "the data set", setRows);
            int chunk = Math.clamp(CHUNK / layout.bytes(1), 1, Math.max(1, setRows));
            int[] order = IntStream.range(0, setRows).toArray();
            try (Ferry passing = new Ferry(gpu, columns(), chunk)) {
                for (int row = 0; row < setRows; row += chunk) {
                    passing.bring(order, row, Math.min(setRows, row + chunk), 0, row);
                }
            }
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    /** A ring of two chunks. */
    private TrainingRows(Gpu gpu, RowLayout layout, int batchSize, int stepsAChunk) {
        this.batchSize = batchSize;
        this.stepsAChunk = stepsAChunk;
        int chunk = batchSize * stepsAChunk;
        try {
            allocate(gpu, layout, "rows on their way", 2L * chunk);
            Ferry made = new Ferry(gpu, columns(), chunk);
            ferry = resources.own(made, made::close);
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    /**
     * Places rows on the card.
     *
     * @param resident the layout of a set that stays there
     * @param memory   what else training needs
     * @param setRows  rows of the set
     * @param evenly   chunks of more steps than this have a multiple of it
     */
    static TrainingRows open(Gpu gpu, RowLayout resident, TrainingMemory memory, int batchSize, int setRows, int evenly) {
        long left = gpu.driver().freeMemory() - memory.besidesState(batchSize);
        // A quarter stays for networks that predict meanwhile, and for what the driver itself takes.
        if (resident.constant() && resident.bytes(setRows) <= left / 4 * 3 && !Boolean.getBoolean(STREAM)) {
            try {
                return new TrainingRows(gpu, resident, setRows);
            } catch (OutOfDeviceMemoryException _) {
                // The driver knows better than the sum: then the set is streamed.
            }
        }
        RowLayout layout = memory.layout();
        long batch = Math.max(1, layout.bytes(batchSize));
        long most = Math.min(CHUNK, Math.max(0, left) / 4 + batch) / batch;
        long steps = Math.clamp(most, 1, Math.clamp(Integer.MAX_VALUE / 2 / batchSize, 1, Math.max(1, Math.ceilDiv(setRows, batchSize))));
        return new TrainingRows(gpu, layout, batchSize, (int) (steps < evenly ? steps : steps / evenly * evenly));
    }

    private void allocate(Gpu gpu, RowLayout layout, String purpose, long rows) {
        layout.inputs().forEach(part -> inputs.add(new DeviceColumn(part, resources.own(gpu.allocate(purpose, rows * part.stride())))));
        layout.targets().forEach(part -> targets.add(new DeviceColumn(part, resources.own(gpu.allocate(purpose, rows * part.stride())))));
    }

    private List<DeviceColumn> columns() {
        List<DeviceColumn> columns = new ArrayList<>(inputs);
        columns.addAll(targets);
        return columns;
    }

    List<DeviceColumn> inputs() {
        return inputs;
    }

    List<DeviceColumn> targets() {
        return targets;
    }

    /** Whether the whole set is on the card. */
    boolean resident() {
        return ferry == null;
    }

    /** Steps that find their rows without anything being brought in between. */
    int stepsAChunk() {
        return stepsAChunk;
    }

    /** The card's rows that the set's rows {@code order[from … to)} are found in, as 32-bit integers. */
    void numbers(int[] order, int from, int to, MemorySegment target) {
        if (ferry == null) {
            MemorySegment.copy(order, from, target, ValueLayout.JAVA_INT, 0, to - from);
        } else {
            for (int i = 0; i < to - from; i++) {
                target.setAtIndex(ValueLayout.JAVA_INT, i, (int) place(i));
            }
        }
    }

    private long place(long position) {
        return position % (2L * batchSize * stepsAChunk);
    }

    /**
     * Brings the rows {@code order[from … to)} of one chunk, where they are not there yet.
     *
     * @param position of the first in its run, from 0
     */
    void bring(int[] order, int from, int to, int pass, int position) {
        if (ferry != null) {
            ferry.bring(order, from, to, pass, place(position));
        }
    }

    /** All steps that read the chunk at that position of the run are queued. */
    void used(int position) {
        if (ferry != null) {
            ferry.used(place(position));
        }
    }

    @Override
    public void close() {
        resources.close();
    }
}
