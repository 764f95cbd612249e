package dev.jacquard.cuda;

import java.util.ArrayList;
import java.util.List;

/**
 * Brings rows to the card in chunks, through two page-locked buffers and a queue of its own.
 * <p>
 * What overlaps: the host gathers chunk n+1 into one buffer while the card copies chunk n from the other and computes with the rows it has. The copies
 * need a queue of their own for that: queued behind the steps they would start only when these end, and the card's copy engine would stand still. A
 * buffer is written again when the copy from it is done, which the host waits for; the card's own rows are written again when the steps that read
 * them are done, which the queue of copies waits for without the host; steps wait for their rows the same way. So the host is at most three chunks
 * ahead and waits only where it is faster than the card.
 */
final class Ferry implements AutoCloseable {
    private final Gpu gpu;
    private final List<DeviceColumn> columns;
    private final int rows;
    private final Resources resources = new Resources();
    private final List<Side> sides = new ArrayList<>();
    private final Stream copies;

    /**
     * One of the two buffers.
     *
     * @param arrived behind the last copy from the buffer
     * @param used    behind the last steps that read what it was copied to
     */
    private record Side(PinnedMemory buffer, Event arrived, Event used) {
    }

    /**
     * Takes the buffers.
     *
     * @param columns where rows go
     * @param rows    of a chunk, at most
     */
    Ferry(Gpu gpu, List<DeviceColumn> columns, int rows) {
        this.gpu = gpu;
        this.columns = List.copyOf(columns);
        this.rows = rows;
        try {
            copies = resources.own(gpu.newStream());
            long bytes = columns.stream().mapToLong(this::room).sum();
            for (int i = 0; i < 2; i++) {
                sides.add(new Side(resources.own(PinnedMemory.allocate(gpu.driver(), "a chunk of the data set", bytes)), resources.own(gpu
                        .newEvent()), resources.own(gpu.newEvent())));
            }
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    /** Bytes of a buffer that a column has; whole cache lines. */
    private long room(DeviceColumn column) {
        return ((long) rows * column.part().stride() + 63) / 64 * 64;
    }

    private Side side(long at) {
        return sides.get((int) (at / rows % 2));
    }

    /**
     * Starts bringing rows {@code order[from … to)}, at most a chunk of them, and makes the main queue's further work wait for them. Returns when they
     * are gathered.
     *
     * @param pass how often the set was gone through before
     * @param at   the card's row that the first one becomes: a multiple of the chunk
     */
    void bring(int[] order, int from, int to, int pass, long at) {
        Side side = side(at);
        side.arrived.await();
        // First all columns, then all copies: a row that cannot be read leaves no copy behind.
        long place = 0;
        for (DeviceColumn column : columns) {
            column.part().gather(order, from, to, pass, side.buffer.memory(place, room(column)));
            place += room(column);
        }
        copies.waitFor(side.used);
        place = 0;
        for (DeviceColumn column : columns) {
            int stride = column.part().stride();
            long bytes = (long) (to - from) * stride;
            column.memory().upload(side.buffer.memory(place, bytes), at * stride, bytes, copies);
            place += room(column);
        }
        side.arrived.record(copies);
        gpu.stream().waitFor(side.arrived);
    }

    /** Says that the steps queued so far are the last to read the chunk that was brought to a row: the next one may overwrite it behind them. */
    void used(long at) {
        side(at).used.record(gpu.stream());
    }

    /** Waits for the copies and gives the buffers back. */
    @Override
    public void close() {
        copies.await();
        resources.close();
    }
}
