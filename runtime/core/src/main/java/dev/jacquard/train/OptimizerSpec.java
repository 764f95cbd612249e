package dev.jacquard.train;

import java.util.Objects;

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
        noOtherClipping(clipNorm, globalClipNorm);
        clipValue = Ranges.positive("clipValue", value);
        return self();
    }

    /** Shrinks each parameter's gradient to that Euclidean norm. One kind of clipping at a time. */
    public final S clipNorm(double value) {
        noOtherClipping(clipValue, globalClipNorm);
        clipNorm = Ranges.positive("clipNorm", value);
        return self();
    }

    /** Shrinks all gradients together to that Euclidean norm. One kind of clipping at a time. */
    public final S globalClipNorm(double value) {
        noOtherClipping(clipValue, clipNorm);
        globalClipNorm = Ranges.positive("globalClipNorm", value);
        return self();
    }

    private void noOtherClipping(double one, double other) {
        speaking();
        if (one != 0 || other != 0) {
            throw new IllegalArgumentException("clipValue, clipNorm and globalClipNorm exclude each other; say one of them");
        }
    }
}
