package dev.jacquard.train;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

import dev.jacquard.DataException;
import dev.jacquard.JacquardException;
import dev.jacquard.data.Fit;
import dev.jacquard.evaluate.Evaluation;
import dev.jacquard.evaluate.Evaluator;
import dev.jacquard.evaluate.Metric;
import dev.jacquard.model.Loss;
import dev.jacquard.network.Network;
import dev.jacquard.network.OutputDescription;
import dev.jacquard.network.Samples;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;

import org.jspecify.annotations.Nullable;

/** A network together with how it is trained and judged. Made by the {@code compile} of a generated network. */
public final class Trainer {
    private final Network network;
    private final CompileSettings settings;
    private @Nullable OptimizerState state;
    private @Nullable Training live;
    private int passes;
    private int epochs;
    private int resumedEpochs;

    private Trainer(Network network, CompileSettings settings) {
        this.network = Objects.requireNonNull(network, "network");
        this.settings = Objects.requireNonNull(settings, "settings");
        requireLoss(network);
        settings.metrics().forEach(metric -> requireFit(network, metric));
    }

    /**
     * Prepares a network for training.
     *
     * @throws JacquardException when the network has no loss, or a metric says nothing about its outputs
     */
    public static Trainer compile(Network network, Consumer<? super CompileSpec> says) {
        return compile(network, CompileSpec.settings(says));
    }

    /**
     * Prepares a network for training.
     *
     * @throws JacquardException when the network has no loss, or a metric says nothing about its outputs
     */
    public static Trainer compile(Network network, CompileSettings settings) {
        return new Trainer(network, settings);
    }

    /** What is trained. */
    public Network network() {
        return network;
    }

    /** How it is trained and judged. */
    public CompileSettings settings() {
        return settings;
    }

    /** Trains for one epoch in batches of 32. */
    public History fit(Samples samples) {
        return fit(samples, f -> {
        });
    }

    /** Trains: {@code fit(data, f -> f.epochs(5).validation(test))}. */
    public History fit(Samples samples, Consumer<? super FitSpec> says) {
        return fit(samples, FitSpec.settings(says));
    }

    /**
     * Trains. Called again, it goes on from where the last training ended, with the optimizer's memory; epochs are counted anew.
     *
     * @throws dev.jacquard.DataException when the data is empty or does not fit the network
     */
    public History fit(Samples samples, FitSettings how) {
        check(samples, "training");
        Samples validation = how.validation();
        if (validation != null) {
            check(validation, "validation");
        }
        FitLoop loop = new FitLoop(this, samples, how);
        TrainingSettings forEngine = settings.optimizer().training(loop.batchSize(), network.settings().seed());
        try (Training training = network.program().training(forEngine, samples)) {
            if (state != null) {
                state.restore(training);
            }
            int first = how.initialEpoch() < 0 ? resumedEpochs : how.initialEpoch();
            resumedEpochs = 0;
            live = training;
            try {
                return loop.run(training, first);
            } finally {
                live = null;
                state = OptimizerState.of(training, settings.optimizer().rule());
                network.program().synchronize();
            }
        }
    }

    /**
     * What the network's answers to a data set are worth.
     *
     * @throws dev.jacquard.DataException when the data is empty or does not fit the network
     */
    public Evaluation evaluate(Samples samples) {
        check(samples, "evaluation");
        int[] order = new int[samples.size()];
        EpochOrder.inOrder(order, order.length);
        return new Evaluator(network, settings.metrics()).evaluate(samples, order, 0, order.length);
    }

    /** The network's first output for every row of a data set. */
    public float[][] predict(Samples samples) {
        return network.predict(samples);
    }

    /** The network's first output for one row. */
    public float[] predict(float[] row) {
        return network.predict(row);
    }

    /** The network's first output for every row. */
    public float[][] predict(float[][] rows) {
        return network.predict(rows);
    }

    /**
     * Writes the whole training to a safetensors file that {@link #resume} goes on from and {@code network.load} takes the weights from:
     * parameters, the optimizer's memory, steps and epochs. Callbacks may call it while training runs.
     *
     * @throws JacquardException when the file cannot be written; an older one is then unchanged
     */
    public void save(Path path) {
        Training running = live;
        OptimizerState current = running == null ? state : OptimizerState.of(running, settings.optimizer().rule());
        TrainingCheckpoint.save(path, network, settings.optimizer(), new TrainingPosition(current, epochs, passes));
    }

    /**
     * Goes on from a file that {@link #save} wrote: the next {@code fit} continues with the epoch after the last that was done and, given the
     * same data and settings, ends with the same bits as a training that was never interrupted. On a failure nothing is changed.
     *
     * @throws DataException     when there is no such file or it is damaged, with the place
     * @throws JacquardException when it belongs to another architecture or another optimizer
     */
    public void resume(Path path) {
        TrainingPosition position = TrainingCheckpoint.load(path, network, settings.optimizer());
        state = position.optimizer();
        epochs = position.epochs();
        passes = position.passes();
        resumedEpochs = epochs;
    }

    /** Epochs done so far, in all trainings: decides the next order of rows. */
    int passes() {
        return passes;
    }

    void epochDone(int epoch) {
        passes++;
        epochs = epoch;
    }

    private void check(Samples samples, String use) {
        if (samples.size() == 0) {
            throw new DataException("the " + use + " data of " + network.description().name() + " has no rows");
        }
        Fit.checkInputs(samples, network.description());
        Fit.checkTargets(samples, network.description());
    }

    private static void requireLoss(Network network) {
        if (network.description().outputs().stream().allMatch(output -> output.loss() == Loss.NONE)) {
            String name = network.description().name();
            throw new JacquardException(name + " has no loss, so it cannot be trained; give its definition one: @Model(loss = …) or "
                    + "@Output(loss = …)");
        }
    }

    private static void requireFit(Network network, Metric metric) {
        String reason = null;
        for (OutputDescription output : network.description().outputs()) {
            reason = metric.misfit(output);
            if (reason == null) {
                return;
            }
        }
        throw new JacquardException("the metric " + metric + " does not fit " + network.description().name() + ": " + reason);
    }
}
