package dev.jacquard.train;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import dev.jacquard.Spec;
import dev.jacquard.evaluate.Metric;

/** What is said when a network is compiled for training: {@code network.compile(c -> c.optimizer(adam()).metrics(ACCURACY))}. */
public final class CompileSpec extends Spec {
    private OptimizerSettings optimizer = Optimizers.rmsprop();
    private final Set<Metric> metrics = new LinkedHashSet<>();

    private CompileSpec() {
    }

    /** Lets the caller speak, then freezes what was said. */
    public static CompileSettings settings(Consumer<? super CompileSpec> says) {
        CompileSpec spec = new CompileSpec();
        return frozen(spec, says, () -> new CompileSettings(spec.optimizer, List.copyOf(spec.metrics)));
    }

    /** How parameters change, see {@link Optimizers}; RMSprop when not said, as in Keras. */
    public CompileSpec optimizer(OptimizerSettings value) {
        speaking();
        optimizer = Objects.requireNonNull(value, "optimizer");
        return this;
    }

    /** What is reported beside the loss. */
    public CompileSpec metrics(Metric... values) {
        speaking();
        metrics.addAll(List.of(values));
        return this;
    }
}
