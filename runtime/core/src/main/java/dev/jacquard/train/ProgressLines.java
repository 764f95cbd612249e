package dev.jacquard.train;

import java.io.PrintStream;
import java.util.Locale;

/** A line for each epoch: for files, pipes and logs. */
final class ProgressLines implements Progress {
    private final PrintStream out;

    ProgressLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void epochDone(FitRun run) {
        EpochLog log = run.history().last();
        StringBuilder line = new StringBuilder("Epoch ").append(log.epoch()).append('/').append(run.settings().epochs());
        line.append(String.format(Locale.ROOT, " - %.2fs", log.seconds()));
        log.values().forEach((name, value) -> line.append(" - ").append(name).append(": ").append(Figures.of(value)));
        out.println(line);
    }

    @Override
    public void stopped(FitRun run, String reason) {
        out.println("Training ended in epoch " + run.epoch() + ": " + reason);
    }
}
