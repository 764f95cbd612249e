package dev.jacquard.train;

import dev.jacquard.network.UpdateRule;

/** RMSprop with Keras' defaults: learning rate 0.001, ρ 0.9, ε 1e-7, no momentum, not centered. */
public final class RmsPropSpec extends OptimizerSpec<RmsPropSpec> {
    private double rho = 0.9;
    private double momentum;
    private double epsilon = 1e-7;
    private boolean centered;

    RmsPropSpec() {
        super("rmsprop", 1e-3);
    }

    /** How much of the average of squares is kept, in [0, 1). */
    public RmsPropSpec rho(double value) {
        speaking();
        rho = Ranges.fromBelow("rho", value, 0, 1);
        return this;
    }

    /** How much of the last step is repeated, in [0, 1). */
    public RmsPropSpec momentum(double value) {
        speaking();
        momentum = Ranges.fromBelow("momentum", value, 0, 1);
        return this;
    }

    /** Keeps the division defined, greater than 0. */
    public RmsPropSpec epsilon(double value) {
        speaking();
        epsilon = Ranges.positive("epsilon", value);
        return this;
    }

    /** Divides by the deviation rather than the root mean square. */
    public RmsPropSpec centered() {
        return centered(true);
    }

    /** Whether to divide by the deviation rather than the root mean square. */
    public RmsPropSpec centered(boolean value) {
        speaking();
        centered = value;
        return this;
    }

    @Override
    RmsPropSpec self() {
        return this;
    }

    @Override
    UpdateRule rule() {
        return new UpdateRule.RmsProp(rho, momentum, epsilon, centered);
    }
}
