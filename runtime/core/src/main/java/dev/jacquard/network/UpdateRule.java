package dev.jacquard.network;

/**
 * How a step changes parameters, with Keras' semantics (t counts from 1, g is the gradient, η the step's learning rate). The learning rate is
 * not part of the rule: it is given step by step.
 */
public sealed interface UpdateRule {
    /** How many arrays as long as the trainable parameters the rule remembers. */
    int slots();

    /**
     * w −= η·g, or with momentum μ: v = μ·v − η·g, w += v, or with Nesterov's look-ahead w += μ·v − η·g.
     *
     * @param momentum μ, in [0, 1)
     */
    record Sgd(double momentum, boolean nesterov) implements UpdateRule {
        @Override
        public int slots() {
            return momentum == 0 ? 0 : 1;
        }
    }

    /**
     * Divides by a moving root mean square (Hinton, Neural Networks for Machine Learning, lecture 6e).
     *
     * @param rho      how much of the average is kept, in [0, 1)
     * @param momentum 0 for none
     * @param epsilon  inside the root
     * @param centered subtracts the square of the mean gradient
     */
    record RmsProp(double rho, double momentum, double epsilon, boolean centered) implements UpdateRule {
        @Override
        public int slots() {
            return 1 + (momentum == 0 ? 0 : 1) + (centered ? 1 : 0);
        }
    }

    /**
     * Adam (Kingma, Ba: Adam, 2015) with Keras' placement of ε; with a weight decay λ, AdamW: w −= η·λ·w before the step (Loshchilov, Hutter:
     * Decoupled Weight Decay Regularization, 2019).
     */
    record Adam(double beta1, double beta2, double epsilon, double weightDecay) implements UpdateRule {
        /**
         * The learning rate with the bias corrections, η·√(1−β₂ᵗ)/(1−β₁ᵗ), in double because 0.999 as a float is off by 1.3e-5 of 1 − 0.999.
         *
         * @param step t, from 1
         */
        public static float corrected(double learningRate, double beta1, double beta2, long step) {
            return (float) (learningRate * Math.sqrt(1 - Math.pow(beta2, step)) / (1 - Math.pow(beta1, step)));
        }

        @Override
        public int slots() {
            return 2;
        }
    }
}
