package dev.jacquard.cpu;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * A fork-join for regions that last microseconds. The calling thread takes part. Chunks are claimed one by one, so a core that is busy with
 * something else delays nobody. Idle threads spin for some tens of microseconds, because the next region usually comes at once, and then
 * sleep. A run allocates nothing.
 */
public final class Workers implements AutoCloseable {
    /** How long an idle thread waits actively before it sleeps. */
    private static final long SPIN_NANOS = 50_000;
    /** Looks between two readings of the clock. */
    private static final int LOOKS = 64;
    /** Turn and next chunk in one word: a claim that comes late, for a turn that is over, fails. */
    private static final int STATE = 8;
    private static final int UNFINISHED = 24;
    /** As next chunk: nothing to claim. */
    private static final long CLOSED = 0xFFFF_FFFFL;

    private final AtomicLongArray words = new AtomicLongArray(40);
    private final AtomicBoolean busy = new AtomicBoolean();
    private final Helper[] helpers;

    private volatile boolean closed;
    private volatile boolean callerSleeps;
    private volatile @Nullable Throwable failure;

    // Written by the caller between two turns; published by the write to STATE.
    private Thread caller = Thread.currentThread();
    private int chunks;
    private @Nullable Region region;
    private @Nullable Task task;
    private int count;
    private int grain = 1;

    private Workers(int threads) {
        words.set(STATE, CLOSED);
        helpers = new Helper[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Helper(i + 1);
        }
        for (Helper helper : helpers) {
            helper.start();
        }
    }

    /**
     * Starts threads − 1 daemon threads; the caller of {@link #run(Region)} is one more.
     *
     * @param threads at least 1
     */
    public static Workers of(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException(threads + " threads were asked for; there must be at least 1");
        }
        return new Workers(threads);
    }

    /** The threads that work together, the caller included. */
    public int threads() {
        return helpers.length + 1;
    }

    /**
     * Does the units [0, count) of a task in chunks of {@code grain}, and returns when all are done. From within a task, or while another
     * thread is using these workers, the work is done by the calling thread alone.
     *
     * @param count how many units, at least 0
     * @param grain units a chunk, at least 1
     * @throws RuntimeException the first failure of a chunk; chunks not yet started are left out then
     */
    public void run(Task work, int count, int grain) {
        if (count <= 0) {
            return;
        }
        if (count <= grain || helpers.length == 0 || !busy.compareAndSet(false, true)) {
            work.run(0, count);
            return;
        }
        task = work;
        this.count = count;
        this.grain = grain;
        turn(Math.ceilDiv(count, grain));
    }

    /**
     * Does all parts of a region and returns when all are done. From within a task, or while another thread is using these workers, the work
     * is done by the calling thread alone.
     *
     * @throws RuntimeException the first failure of a chunk; chunks not yet started are left out then
     */
    public void run(Region work) {
        int total = work.chunks();
        if (total <= 1 || helpers.length == 0 || !busy.compareAndSet(false, true)) {
            work.runAll();
            return;
        }
        region = work;
        turn(total);
    }

    private void turn(int total) {
        Throwable thrown;
        try {
            caller = Thread.currentThread();
            chunks = total;
            words.set(UNFINISHED, total);
            long state = ((words.get(STATE) >>> 32) + 1) << 32;
            words.set(STATE, state);
            for (Helper helper : helpers) {
                if (helper.sleeps) {
                    LockSupport.unpark(helper);
                }
            }
            work();
            awaitOthers();
            words.set(STATE, state | CLOSED);
            thrown = failure;
            failure = null;
            region = null;
            task = null;
        } finally {
            busy.set(false);
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
    }

    /** Claims chunks until none is left. */
    private void work() {
        int done = 0;
        while (true) {
            long state = words.get(STATE);
            int chunk = (int) state;
            // Closed reads as −1.
            if (chunk < 0 || chunk >= chunks) {
                break;
            }
            if (words.compareAndSet(STATE, state, state + 1)) {
                runChunk(chunk);
                done++;
            }
        }
        if (done > 0 && words.addAndGet(UNFINISHED, -done) == 0 && callerSleeps) {
            LockSupport.unpark(caller);
        }
    }

    private void runChunk(int chunk) {
        if (failure != null) {
            return;
        }
        try {
            Region parts = region;
            Task single = task;
            if (parts != null) {
                parts.run(chunk);
            } else if (single != null) {
                int from = chunk * grain;
                single.run(from, Math.min(from + grain, count));
            }
        } catch (Throwable thrown) {
            // Whatever it is, the caller must hear of it and this thread must live on.
            failure = thrown;
        }
    }

    private void awaitOthers() {
        long start = 0;
        boolean interrupted = false;
        for (int look = 1; words.get(UNFINISHED) != 0; look++) {
            Thread.onSpinWait();
            if (look % LOOKS != 0) {
                continue;
            }
            long now = System.nanoTime();
            if (start == 0) {
                start = now;
            } else if (now - start > SPIN_NANOS) {
                callerSleeps = true;
                while (words.get(UNFINISHED) != 0) {
                    LockSupport.park(this);
                    interrupted |= Thread.interrupted();
                }
                callerSleeps = false;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the threads. Work that is running is finished. */
    @Override
    public void close() {
        closed = true;
        for (Helper helper : helpers) {
            LockSupport.unpark(helper);
        }
    }

    private boolean nothingToDo() {
        long state = words.get(STATE);
        int chunk = (int) state;
        return (chunk < 0 || chunk >= chunks) && !closed;
    }

    private final class Helper extends Thread {
        private volatile boolean sleeps;

        private Helper(int number) {
            super("jacquard-worker-" + number);
            setDaemon(true);
        }

        @Override
        public void run() {
            while (!closed) {
                work();
                await();
            }
        }

        private void await() {
            long start = 0;
            for (int look = 1; nothingToDo(); look++) {
                Thread.onSpinWait();
                if (look % LOOKS != 0) {
                    continue;
                }
                long now = System.nanoTime();
                if (start == 0) {
                    start = now;
                } else if (now - start > SPIN_NANOS) {
                    // Announced before the last look: whoever publishes work after it sees the announcement.
                    sleeps = true;
                    while (nothingToDo()) {
                        LockSupport.park(Workers.this);
                    }
                    sleeps = false;
                    start = 0;
                }
            }
        }
    }
}
