package dev.jacquard.train;

import java.util.function.Consumer;

/** The optimizers there are, with Keras' names, defaults and semantics. Meant to be imported statically. */
public final class Optimizers {
    private Optimizers() {
    }

    /** Stochastic gradient descent with learning rate 0.01. */
    public static OptimizerSettings sgd() {
        return sgd(s -> {
        });
    }

    /** Stochastic gradient descent: {@code sgd(s -> s.momentum(0.9).nesterov())}. */
    public static OptimizerSettings sgd(Consumer<? super SgdSpec> says) {
        return OptimizerSpec.settings(new SgdSpec(), says);
    }

    /** RMSprop with learning rate 0.001. */
    public static OptimizerSettings rmsprop() {
        return rmsprop(r -> {
        });
    }

    /** RMSprop (Hinton, Neural Networks for Machine Learning, lecture 6e): {@code rmsprop(r -> r.rho(0.95))}. */
    public static OptimizerSettings rmsprop(Consumer<? super RmsPropSpec> says) {
        return OptimizerSpec.settings(new RmsPropSpec(), says);
    }

    /** Adam with learning rate 0.001. */
    public static OptimizerSettings adam() {
        return adam(a -> {
        });
    }

    /** Adam (Kingma, Ba: Adam, 2015): {@code adam(a -> a.learningRate(2e-4).beta1(0.5))}. */
    public static OptimizerSettings adam(Consumer<? super AdamSpec> says) {
        return OptimizerSpec.settings(new AdamSpec(), says);
    }

    /** AdamW with learning rate 0.001 and weight decay 0.004. */
    public static OptimizerSettings adamW() {
        return adamW(a -> {
        });
    }

    /** AdamW (Loshchilov, Hutter: Decoupled Weight Decay Regularization, 2019): {@code adamW(a -> a.weightDecay(0.01))}. */
    public static OptimizerSettings adamW(Consumer<? super AdamWSpec> says) {
        return OptimizerSpec.settings(new AdamWSpec(), says);
    }
}
