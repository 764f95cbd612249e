package dev.jacquard.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.jacquard.DataException;
import dev.jacquard.evaluate.Evaluator;
import dev.jacquard.network.Description;
import dev.jacquard.network.Samples;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;

import org.jspecify.annotations.Nullable;

/** One call of {@code fit}: epochs, chunks of steps, validation, callbacks. Allocates nothing from step to step. */
final class FitLoop {
    private final Trainer trainer;
    private final FitSettings settings;
    private final Samples samples;
    private final int rows;
    private final int batchSize;
    private final int[] order;
    private final float[] rates;
    private final Totals totals;
    private final RunningValues running;
    private final @Nullable Evaluator measured;
    private final @Nullable Validation validation;
    private final FitRun run;
    private FitListener[] listeners = {};

    private static final class Validation {
        private final Evaluator evaluator;
        private final Samples samples;
        private final int[] order;

        Validation(Evaluator evaluator, Samples samples, int[] order) {
            this.evaluator = evaluator;
            this.samples = samples;
            this.order = order;
        }

        List<String> names() {
            return evaluator.names();
        }

        Map<String, Double> values() {
            return evaluator.values(samples, order, 0, order.length);
        }
    }

    FitLoop(Trainer trainer, Samples samples, FitSettings settings) {
        this.trainer = trainer;
        this.settings = settings;
        this.samples = samples;
        Description description = trainer.network().description();
        rows = trainingRows(samples.size(), settings.validationSplit());
        batchSize = Math.min(settings.batchSize(), rows);
        order = new int[rows];
        int steps = (rows + batchSize - 1) / batchSize;
        rates = new float[steps];
        totals = new Totals(description.outputs().size());
        running = new RunningValues(description, trainer.settings().metrics());
        measured = running.measured().isEmpty() ? null : new Evaluator(trainer.network(), running.measured());
        validation = validation();
        run = new FitRun(trainer, settings, names(), samples, order, totals, steps);
    }

    private static int trainingRows(int all, double validationSplit) {
        int rows = (int) Math.floor(all * (1 - validationSplit));
        if (rows < 1 || rows == all && validationSplit > 0) {
            throw new DataException(all + " rows are too few to keep " + validationSplit + " of them for validation");
        }
        return rows;
    }

    private @Nullable Validation validation() {
        Evaluator evaluator = new Evaluator(trainer.network(), trainer.settings().metrics());
        Samples given = settings.validation();
        if (given != null) {
            int[] all = new int[given.size()];
            EpochOrder.inOrder(all, all.length);
            return new Validation(evaluator, given, all);
        }
        if (settings.validationSplit() > 0) {
            int[] rest = new int[samples.size() - rows];
            for (int i = 0; i < rest.length; i++) {
                rest[i] = rows + i;
            }
            return new Validation(evaluator, samples, rest);
        }
        return null;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(running.names());
        if (measured != null) {
            measured.names().stream().filter(name -> !names.contains(name)).forEach(names::add);
        }
        if (validation != null) {
            validation.names().forEach(name -> names.add("val_" + name));
        }
        return names;
    }

    /** Rows a step: those asked for, or all there are. */
    int batchSize() {
        return batchSize;
    }

    History run(Training training, int firstEpoch) {
        Progress progress = Progress.of(settings.verbosity(), running, System.out);
        listeners = settings.callbacks().all().stream().map(callback -> callback.start(run)).toArray(FitListener[]::new);
        ChunkSize chunk = new ChunkSize(Arrays.stream(listeners).anyMatch(FitListener::everyStep));
        for (int epoch = firstEpoch; epoch < settings.epochs() && run.stopReason() == null; epoch++) {
            runEpoch(training, epoch, chunk, progress);
        }
        for (FitListener listener : listeners) {
            listener.end(run);
        }
        String reason = run.stopReason();
        if (reason != null) {
            progress.stopped(run, reason);
        }
        return run.history();
    }

    private void runEpoch(Training training, int epoch, ChunkSize chunk, Progress progress) {
        long start = System.nanoTime();
        int pass = trainer.passes();
        if (settings.shuffle()) {
            EpochOrder.shuffled(order, rows, trainer.network().settings().seed(), pass);
        } else {
            EpochOrder.inOrder(order, rows);
        }
        totals.clear();
        run.epochBegins(epoch + 1);
        progress.epochBegins(run);
        while (run.epochStep() < run.steps() && run.stopReason() == null) {
            runChunk(training, chunk, pass);
            for (FitListener listener : listeners) {
                listener.stepsEnd(run);
            }
            progress.stepsDone(run);
        }
        if (run.stopReason() != null) {
            return;
        }
        trainer.epochDone(epoch + 1);
        double lastRate = trainer.settings().optimizer().learningRate().rate(training.step() - 1);
        Map<String, Double> values = epochValues();
        run.history().add(new EpochLog(epoch + 1, values, lastRate, (System.nanoTime() - start) * 1e-9));
        progress.epochDone(run);
        for (FitListener listener : listeners) {
            listener.epochEnd(run);
        }
    }

    private void runChunk(Training training, ChunkSize chunk, int pass) {
        int done = run.epochStep();
        int count = chunk.next(run.steps() - done);
        long first = training.step();
        Schedule schedule = trainer.settings().optimizer().learningRate();
        for (int i = 0; i < count; i++) {
            rates[i] = checkedRate(schedule.rate(first + i), first + i);
        }
        int from = done * batchSize;
        int to = Math.min(rows, from + count * batchSize);
        long before = System.nanoTime();
        training.run(order, from, to, pass, rates, totals);
        chunk.measured(count, System.nanoTime() - before);
        run.stepsDone(count, first + count, from + (count - 1) * batchSize, to);
    }

    private static float checkedRate(double rate, long step) {
        if (!(rate >= 0) || rate == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("the schedule gives the learning rate " + rate + " for step " + step
                    + "; it must be at least 0 and finite");
        }
        return (float) rate;
    }

    private Map<String, Double> epochValues() {
        Map<String, Double> values = new LinkedHashMap<>();
        running.putAll(totals, values);
        if (measured != null) {
            measured.values(samples, order, 0, rows).forEach(values::putIfAbsent);
        }
        if (validation != null) {
            validation.values().forEach((name, value) -> values.put("val_" + name, value));
        }
        return values;
    }
}
