package dev.jacquard.gpucheck;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Ends the process when a row takes too long: a barrier that some block never reaches keeps a card busy for ever. */
final class Watchdog {
    /** The exit status of a process that was ended. */
    static final int STATUS = 3;
    private final Duration limit;
    private final PrintStream out;
    private final IntConsumer end;

    /**
     * Watches nothing yet.
     *
     * @param limit of each row
     * @param out   told the row's name and where its thread is
     * @param end   ends the process with a status
     */
    Watchdog(Duration limit, PrintStream out, IntConsumer end) {
        this.limit = limit;
        this.out = out;
        this.end = end;
    }

    /** What a row closes when it is done. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /** Watches a row that the calling thread works on. */
    Watch over(String row) {
        Thread worker = Thread.currentThread();
        CountDownLatch done = new CountDownLatch(1);
        Thread.ofPlatform().daemon().name("watchdog of " + row).start(() -> {
            try {
                if (!done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    out.printf("%nSTUCK: %s takes longer than %d s, so the process ends here. The row's thread is at%n", row, limit.toSeconds());
                    for (StackTraceElement frame : worker.getStackTrace()) {
                        out.println("    " + frame);
                    }
                    out.flush();
                    end.accept(STATUS);
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts a watchdog", e);
            }
        });
        return done::countDown;
    }
}
