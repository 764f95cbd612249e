package dev.jacquard.train;

import dev.jacquard.network.UpdateRule;

/** Stochastic gradient descent: learning rate 0.01, no momentum, unless said otherwise. */
public final class SgdSpec extends OptimizerSpec<SgdSpec> {
    private double momentum;
    private boolean nesterov;

    SgdSpec() {
        super("sgd", 0.01);
    }

    /** How much of the last step is repeated, in [0, 1). */
    public SgdSpec momentum(double value) {
        speaking();
        momentum = Ranges.fromBelow("momentum", value, 0, 1);
        return this;
    }

    /** Looks ahead along the momentum (Sutskever and others: On the importance of initialization and momentum, 2013). */
    public SgdSpec nesterov() {
        return nesterov(true);
    }

    /** Whether to look ahead along the momentum. */
    public SgdSpec nesterov(boolean value) {
        speaking();
        nesterov = value;
        return this;
    }

    @Override
    SgdSpec self() {
        return this;
    }

    @Override
    UpdateRule rule() {
        if (nesterov && momentum == 0) {
            throw new IllegalArgumentException("nesterov looks ahead along the momentum, but momentum is 0; say momentum(0.9)");
        }
        return new UpdateRule.Sgd(momentum, nesterov);
    }
}
