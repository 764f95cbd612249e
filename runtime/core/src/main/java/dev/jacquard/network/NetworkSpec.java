package dev.jacquard.network;

import java.util.Objects;
import java.util.function.Consumer;

import dev.jacquard.Spec;

/** The optional things said when a network is created: {@code MnistMlpNetwork.create(n -> n.seed(42))}. */
public final class NetworkSpec extends Spec {
    private Engine engine = Engine.AUTO;
    private long seed = 42;
    private int threads;
    private Precision precision = Precision.DEFAULT;

    private NetworkSpec() {
    }

    /** The settings of a caller who says nothing. */
    public static NetworkSettings defaults() {
        return settings(_ -> {
        });
    }

    /** Lets the caller speak, then freezes what was said. */
    public static NetworkSettings settings(Consumer<? super NetworkSpec> says) {
        NetworkSpec spec = new NetworkSpec();
        return frozen(spec, says, () -> new NetworkSettings(spec.engine, spec.seed, spec.threads, spec.precision));
    }

    /** Where the network runs; AUTO, a card where there is one, when not said. */
    public NetworkSpec engine(Engine value) {
        speaking();
        engine = Objects.requireNonNull(value, "engine");
        return this;
    }

    /** The seed of the first parameters, of dropout and of shuffling; 42 when not said. */
    public NetworkSpec seed(long value) {
        speaking();
        seed = value;
        return this;
    }

    /** Threads of the CPU engine, at least 1; every core when not said. The numbers do not depend on it. */
    public NetworkSpec threads(int value) {
        speaking();
        if (value < 1) {
            throw new IllegalArgumentException("threads is at least 1, not " + value);
        }
        threads = value;
        return this;
    }

    /**
     * How exactly the network computes: {@code precision(p -> p.compute(FP32))}. On a card, matrix products and convolutions may take TF32 factors
     * when nothing is said. The CPU and Deeplearning4j always compute in FP32, which is at least as exact as anything that can be asked.
     */
    public NetworkSpec precision(Consumer<? super PrecisionSpec> says) {
        speaking();
        return precision(PrecisionSpec.settings(says));
    }

    /** How exactly the network computes, by a finished value. */
    public NetworkSpec precision(Precision value) {
        speaking();
        precision = Objects.requireNonNull(value, "precision");
        return this;
    }
}
