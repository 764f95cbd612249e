package dev.jacquard.train;

import java.util.Objects;
import java.util.function.Consumer;

import dev.jacquard.JacquardException;
import dev.jacquard.evaluate.Metric;
import dev.jacquard.model.Loss;
import dev.jacquard.network.Network;
import dev.jacquard.network.OutputDescription;

/** A network together with how it is trained and judged. Made by the {@code compile} of a generated network. */
public final class Trainer {
    private final Network network;
    private final CompileSettings settings;

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
