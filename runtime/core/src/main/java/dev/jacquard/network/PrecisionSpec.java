package dev.jacquard.network;

import java.util.Objects;
import java.util.function.Consumer;

import dev.jacquard.Spec;

/** How exactly a network computes: {@code create(n -> n.engine(CUDA).precision(p -> p.compute(BF16)))}. */
public final class PrecisionSpec extends Spec {
    private FloatFormat compute = Precision.DEFAULT.compute();
    private FloatFormat master = Precision.DEFAULT.master();

    private PrecisionSpec() {
    }

    /** Lets the caller speak, then freezes what was said. */
    public static Precision settings(Consumer<? super PrecisionSpec> says) {
        PrecisionSpec spec = new PrecisionSpec();
        return frozen(spec, says, () -> new Precision(spec.compute, spec.master));
    }

    /** What the factors of matrix products and convolutions may be rounded to; TF32 when not said. */
    public PrecisionSpec compute(FloatFormat value) {
        speaking();
        compute = Objects.requireNonNull(value, "compute");
        return this;
    }

    /** What parameters, gradients and the optimizer's state are kept in; FP32, the only one there is, when not said. */
    public PrecisionSpec master(FloatFormat value) {
        speaking();
        master = Objects.requireNonNull(value, "master");
        return this;
    }
}
