package dev.jacquard.cpu;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * A fork-join for regions that last microseconds. The calling thread takes part. Chunks are dealt out, the same to each thread in every run, so
 * that what a core wrote in one run it finds in its own cache in the next: on a processor whose cores have a cache each, a line that another core
 * used costs many times as much. They are claimed one by one, and a thread that has done its own helps the others, so a core that is busy
 * with something else delays nobody. Idle threads spin for some tens of microseconds, because the next region usually comes at once, and then
 * sleep. A run allocates nothing.
 */
public final class Workers implements AutoCloseable {
    /** How long an idle thread waits actively before it sleeps. */
    private static final long SPIN_NANOS = 50_000;
    /** Looks between two readings of the clock. */
    private static final int LOOKS = 64;
    /** Words of a thread, so far apart that no two threads write to one cache line, nor to a pair of them. */
    private static final int STRIDE = 16;
    /** Where the number of the turn is kept. */
    private static final int TURN = STRIDE;
    private static final int UNFINISHED = 2 * STRIDE;
    /** Where the first thread's claims are kept: turn and next place of its share in one word, so that a claim for a turn that is over fails. */
    private static final int CLAIMS = 3 * STRIDE;
    /** As next place: nothing to claim. */
    private static final long CLOSED = 0x7FFF_FFFFL;

    private final AtomicLongArray words;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final Helper[] helpers;

    private volatile boolean closed;
    private volatile boolean callerSleeps;
    private volatile @Nullable Throwable failure;

    // Written by the caller between two turns; published by the writes to the claims.
    private Thread caller = Thread.currentThread();
    /** The chunks in the order of threads, null for ascending; and where each thread's share begins, with the end as one more. */
    private int @Nullable [] order;
    private int[] shares;
    private final int[] evenShares;
    private @Nullable Region region;
    private @Nullable Task task;
    private int count;
    private int grain = 1;

    private Workers(int threads) {
        words = new AtomicLongArray(CLAIMS + STRIDE * (threads + 1));
        for (int thread = 0; thread < threads; thread++) {
            words.set(claims(thread), CLOSED);
        }
        evenShares = new int[threads + 1];
        shares = evenShares;
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
        int total = Math.ceilDiv(count, grain);
        for (int thread = 1; thread <= threads(); thread++) {
            evenShares[thread] = Deal.start(total, thread, threads());
        }
        turn(total, null, evenShares);
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
        Deal deal = work.deal(threads());
        turn(total, deal.order(), deal.shares());
    }

    private static int claims(int thread) {
        return CLAIMS + STRIDE * thread;
    }

    private void turn(int total, int @Nullable [] chunks, int[] starts) {
        Throwable thrown;
        try {
            caller = Thread.currentThread();
            order = chunks;
            shares = starts;
            words.set(UNFINISHED, total);
            long turn = words.get(TURN) + 1;
            for (int thread = 0; thread < threads(); thread++) {
                words.set(claims(thread), turn << 32 | starts[thread]);
            }
            words.set(TURN, turn);
            for (Helper helper : helpers) {
                if (helper.sleeps) {
                    LockSupport.unpark(helper);
                }
            }
            work(0);
            awaitOthers();
            for (int thread = 0; thread < threads(); thread++) {
                words.set(claims(thread), turn << 32 | CLOSED);
            }
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

    /** Claims chunks until none is left: a thread's own first, then those of the threads behind it. */
    private void work(int own) {
        int threads = threads();
        int done = 0;
        for (int i = 0; i < threads; i++) {
            int owner = own + i < threads ? own + i : own + i - threads;
            for (int chunk = claim(owner); chunk >= 0; chunk = claim(owner)) {
                runChunk(chunk);
                done++;
            }
        }
        if (done > 0 && words.addAndGet(UNFINISHED, -done) == 0 && callerSleeps) {
            LockSupport.unpark(caller);
        }
    }

    /** The next chunk of a thread's share; −1 when none is left. */
    private int claim(int owner) {
        while (true) {
            long state = words.get(claims(owner));
            int place = (int) state;
            // What is read here may belong to the next turn already; then the exchange fails.
            if (place >= shares[owner + 1]) {
                return -1;
            }
            if (words.compareAndSet(claims(owner), state, state + 1)) {
                return order == null ? place : order[place];
            }
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

    private final class Helper extends Thread {
        private final int number;
        private volatile boolean sleeps;

        private Helper(int number) {
            super("jacquard-worker-" + number);
            this.number = number;
            setDaemon(true);
        }

        @Override
        public void run() {
            for (long seen = 0; !closed; seen = await(seen)) {
                work(number);
            }
        }

        private boolean nothingSince(long seen) {
            return words.get(TURN) == seen && !closed;
        }

        /** Waits for a turn behind one that was seen. */
        private long await(long seen) {
            long start = 0;
            for (int look = 1; nothingSince(seen); look++) {
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
                    while (nothingSince(seen)) {
                        LockSupport.park(Workers.this);
                    }
                    sleeps = false;
                }
            }
            return words.get(TURN);
        }
    }
}
