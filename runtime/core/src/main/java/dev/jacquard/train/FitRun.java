package dev.jacquard.train;

import java.util.List;

import dev.jacquard.network.Network;
import dev.jacquard.network.Samples;
import dev.jacquard.network.Totals;

import org.jspecify.annotations.Nullable;

/** A training while it runs, as callbacks see it. */
public final class FitRun {
    private final Trainer trainer;
    private final FitSettings settings;
    private final List<String> names;
    private final History history = new History();
    private final Samples samples;
    private final int[] order;
    private final Totals totals;
    private final int steps;
    private int epoch;
    private int epochStep;
    private long step;
    private int lastFrom;
    private int lastTo;
    private @Nullable String stopReason;

    FitRun(Trainer trainer, FitSettings settings, List<String> names, Samples samples, int[] order, Totals totals, int steps) {
        this.trainer = trainer;
        this.settings = settings;
        this.names = List.copyOf(names);
        this.samples = samples;
        this.order = order;
        this.totals = totals;
        this.steps = steps;
    }

    void epochBegins(int number) {
        epoch = number;
        epochStep = 0;
    }

    void stepsDone(int count, long allSteps, int from, int to) {
        epochStep += count;
        step = allSteps;
        lastFrom = from;
        lastTo = to;
    }

    /** What is trained. */
    public Network network() {
        return trainer.network();
    }

    /** Who trains. */
    public Trainer trainer() {
        return trainer;
    }

    /** How it is trained. */
    public FitSettings settings() {
        return settings;
    }

    /** The names of the values that every epoch's log will have. */
    public List<String> names() {
        return names;
    }

    /** The epochs that are done. */
    public History history() {
        return history;
    }

    /** The current epoch, counted from 1. */
    public int epoch() {
        return epoch;
    }

    /** Steps done in the current epoch. */
    public int epochStep() {
        return epochStep;
    }

    /** Steps of a whole epoch. */
    public int steps() {
        return steps;
    }

    /** Steps done by the trainer so far, in all epochs and all trainings. */
    public long step() {
        return step;
    }

    /** The mean loss of the current epoch so far. */
    public double loss() {
        return totals.loss();
    }

    /** The loss of the last step. */
    public double lastLoss() {
        return totals.lastLoss();
    }

    /** Ends training. Said after a step, the current epoch ends there and is not in the history; said after an epoch, it is. */
    public void stop(String reason) {
        if (stopReason == null) {
            stopReason = reason;
            history.stopReason(reason);
        }
    }

    /** Why training is about to end; null while nobody wants it to. */
    public @Nullable String stopReason() {
        return stopReason;
    }

    Totals totals() {
        return totals;
    }

    /** Runs the rows of the last step through the network for a look at every layer. */
    void inspectLastBatch() {
        network().program().inspect(samples, order, lastFrom, lastTo);
    }

    /**
     * To be called when a callback starts.
     *
     * @throws IllegalArgumentException when the value it watches will not be there
     */
    void requireValue(String callback, Monitor monitor) {
        if (!names.contains(monitor.name())) {
            String remedy = monitor.name().startsWith("val_") && names.stream().noneMatch(name -> name.startsWith("val_"))
                    ? "; there is no validation data: say validation(…) or validationSplit(…), or watch one of " + names
                    : "; watch one of " + names + ", or add the metric when you compile";
            throw new IllegalArgumentException(callback + " watches '" + monitor.name() + "', but no epoch will have it" + remedy);
        }
    }
}
