package dev.jacquard.train;

import java.io.PrintStream;
import java.util.Map;
import java.util.function.LongSupplier;

/** A bar that moves along one line of a terminal, as Keras draws it, at most ten times a second. Nothing is allocated between two redraws. */
final class ProgressBar implements Progress {
    private static final long REDRAW_NANOS = 100_000_000;
    private static final int WIDTH = 20;
    /** Moves to the start of the line; what is left of the old text is cleared after the new one. */
    private static final String RETURN = "\r";
    private static final String CLEAR = "\u001b[K";
    /** A line that is wider than the terminal is cut off while it moves: a second row could not be drawn over. */
    private static final String CUT = "\u001b[?7l";
    private static final String WRAP = "\u001b[?7h";

    private final RunningValues values;
    private final PrintStream out;
    private final LongSupplier clock;
    private final String done;
    private final String open;
    private final StringBuilder line = new StringBuilder();
    private long epochStart;
    private long nextRedraw;

    /** A bar on a stream, with a clock that counts nanoseconds. */
    ProgressBar(RunningValues values, PrintStream out, LongSupplier clock) {
        this.values = values;
        this.out = out;
        this.clock = clock;
        boolean lines = out.charset().newEncoder().canEncode('━');
        done = lines ? "━" : "=";
        open = lines ? "─" : ".";
    }

    @Override
    public void epochBegins(FitRun run) {
        out.println("Epoch " + run.epoch() + "/" + run.settings().epochs());
        epochStart = clock.getAsLong();
        nextRedraw = epochStart;
    }

    @Override
    public void stepsDone(FitRun run) {
        long now = clock.getAsLong();
        if (now - nextRedraw < 0 || run.epochStep() == run.steps()) {
            return;
        }
        nextRedraw = now + REDRAW_NANOS;
        double perStep = (now - epochStart) * 1e-9 / run.epochStep();
        begin(run, perStep * (run.steps() - run.epochStep()), perStep);
        for (int i = 0; i < values.count(); i++) {
            value(values.name(i), values.value(i, run.totals()));
        }
        out.print(line.insert(0, CUT).append(CLEAR).append(WRAP));
        out.flush();
    }

    @Override
    public void epochDone(FitRun run) {
        EpochLog log = run.history().last();
        begin(run, log.seconds(), log.seconds() / run.steps());
        for (Map.Entry<String, Double> value : log.values().entrySet()) {
            value(value.getKey(), value.getValue());
        }
        out.println(line.append(CLEAR));
    }

    @Override
    public void stopped(FitRun run, String reason) {
        if (run.epochStep() < run.steps()) {
            out.println();
        }
        out.println("Training ended in epoch " + run.epoch() + ": " + reason);
    }

    private void begin(FitRun run, double seconds, double perStep) {
        int filled = (int) ((long) WIDTH * run.epochStep() / run.steps());
        String steps = String.valueOf(run.steps());
        String step = String.valueOf(run.epochStep());
        line.setLength(0);
        line.append(RETURN).repeat(" ", steps.length() - step.length()).append(step).append('/').append(steps).append(' ');
        line.repeat(done, filled).repeat(open, WIDTH - filled);
        line.append(' ').append(Figures.time(seconds)).append(' ').append(Figures.perStep(perStep));
    }

    private void value(String name, double value) {
        line.append(" - ").append(name).append(": ").append(Figures.of(value));
    }
}
