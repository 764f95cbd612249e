package dev.jacquard.train;

import dev.jacquard.network.UpdateRule;

/** AdamW with Keras' defaults: learning rate 0.001, β₁ 0.9, β₂ 0.999, ε 1e-7, weight decay 0.004. */
public final class AdamWSpec extends OptimizerSpec<AdamWSpec> {
    private double beta1 = 0.9;
    private double beta2 = 0.999;
    private double epsilon = 1e-7;
    private double weightDecay = 0.004;

    AdamWSpec() {
        super("adamw", 1e-3);
    }

    /** How much of the average gradient is kept, in [0, 1). */
    public AdamWSpec beta1(double value) {
        speaking();
        beta1 = Ranges.fromBelow("beta1", value, 0, 1);
        return this;
    }

    /** How much of the average of squares is kept, in [0, 1). */
    public AdamWSpec beta2(double value) {
        speaking();
        beta2 = Ranges.fromBelow("beta2", value, 0, 1);
        return this;
    }

    /** Keeps the division defined, greater than 0. */
    public AdamWSpec epsilon(double value) {
        speaking();
        epsilon = Ranges.positive("epsilon", value);
        return this;
    }

    /** The part of every parameter that a step takes away, times the learning rate; at least 0. */
    public AdamWSpec weightDecay(double value) {
        speaking();
        weightDecay = Ranges.notNegative("weightDecay", value);
        return this;
    }

    @Override
    AdamWSpec self() {
        return this;
    }

    @Override
    UpdateRule rule() {
        return new UpdateRule.Adam(beta1, beta2, epsilon, weightDecay);
    }
}
