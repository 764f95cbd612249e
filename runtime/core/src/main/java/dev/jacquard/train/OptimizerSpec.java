package dev.jacquard.train;

import java.util.Objects;
import java.util.function.Consumer;

import dev.jacquard.Spec;
import dev.jacquard.network.UpdateRule;

/**
 * What every optimizer can be told.
 *
 * @param <S> the optimizer's own spec
 */
public abstract sealed class OptimizerSpec<S extends OptimizerSpec<S>> extends Spec permits SgdSpec, RmsPropSpec, AdamSpec, AdamWSpec {
    private final String name;
    private Schedule learningRate;
    private double clipValue;
    private double clipNorm;
    private double globalClipNorm;

    OptimizerSpec(String name, double learningRate) {
        this.name = name;
        this.learningRate = Schedules.constant(learningRate);
    }

    abstract S self();

    abstract UpdateRule rule();

    /** Lets the caller speak, then freezes what was said. */
    static <S extends OptimizerSpec<S>> OptimizerSettings settings(S spec, Consumer<? super S> says) {
        return frozen(spec, says, spec::settings);
    }

    final OptimizerSettings settings() {
        return new OptimizerSettings(name, rule(), learningRate, clipValue, clipNorm, globalClipNorm);
    }

    /** The same learning rate for every step, greater than 0. */
    public final S learningRate(double value) {
        speaking();
        learningRate = Schedules.constant(Ranges.positive("learningRate", value));
        return self();
    }

    /** A learning rate that depends on the step. */
    public final S learningRate(Schedule value) {
        speaking();
        learningRate = Objects.requireNonNull(value, "learningRate");
        return self();
    }

    /** Cuts every gradient to ±value. One kind of clipping at a time. */
    public final S clipValue(double value) {
        onlyClipping("clipValue", value);
        clipValue = Ranges.positive("clipValue", value);
        return self();
    }

    /** Shrinks each parameter's gradient to that Euclidean norm. One kind of clipping at a time. */
    public final S clipNorm(double value) {
        onlyClipping("clipNorm", value);
        clipNorm = Ranges.positive("clipNorm", value);
        return self();
    }

    /** Shrinks all gradients together to that Euclidean norm. One kind of clipping at a time. */
    public final S globalClipNorm(double value) {
        onlyClipping("globalClipNorm", value);
        globalClipNorm = Ranges.positive("globalClipNorm", value);
        return self();
    }

    private void onlyClipping(String kind, double value) {
        speaking();
        refuse("clipValue", clipValue, kind, value);
        refuse("clipNorm", clipNorm, kind, value);
        refuse("globalClipNorm", globalClipNorm, kind, value);
    }

    private static void refuse(String said, double before, String kind, double value) {
        if (before != 0 && !said.equals(kind)) {
            throw new IllegalArgumentException("%s(%s) and %s(%s) exclude each other: say one of them".formatted(said, before, kind, value));
        }
    }
}
