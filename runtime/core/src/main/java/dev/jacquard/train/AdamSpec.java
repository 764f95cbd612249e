package dev.jacquard.train;

import dev.jacquard.network.UpdateRule;

/** Adam with Keras' defaults: learning rate 0.001, β₁ 0.9, β₂ 0.999, ε 1e-7. */
public final class AdamSpec extends OptimizerSpec<AdamSpec> {
    private double beta1 = 0.9;
    private double beta2 = 0.999;
    private double epsilon = 1e-7;

    AdamSpec() {
        super("adam", 1e-3);
    }

    /** How much of the average gradient is kept, in [0, 1). */
    public AdamSpec beta1(double value) {
        speaking();
        beta1 = Ranges.fromBelow("beta1", value, 0, 1);
        return this;
    }

    /** How much of the average of squares is kept, in [0, 1). */
    public AdamSpec beta2(double value) {
        speaking();
        beta2 = Ranges.fromBelow("beta2", value, 0, 1);
        return this;
    }

    /** Keeps the division defined, greater than 0. */
    public AdamSpec epsilon(double value) {
        speaking();
        epsilon = Ranges.positive("epsilon", value);
        return this;
    }

    @Override
    AdamSpec self() {
        return this;
    }

    @Override
    UpdateRule rule() {
        return new UpdateRule.Adam(beta1, beta2, epsilon, 0);
    }
}
