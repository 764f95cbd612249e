package dev.jacquard.dl4j;

import dev.jacquard.network.UpdateRule;

import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Update rules as Deeplearning4j's updaters. SGD, Nesterov's momentum and Adam are the same arithmetic there as in Keras; it has no plain
 * momentum, and its RMSProp adds ε outside the root and starts its average at ε, so these two are {@linkplain RuleUpdater ours}.
 */
final class Updaters {
    private Updaters() {
    }

    static IUpdater of(UpdateRule rule, StepRate rate) {
        return switch (rule) {
            case UpdateRule.Sgd(double momentum, boolean _) when momentum == 0 -> new Sgd(rate);
            case UpdateRule.Sgd(double momentum, boolean nesterov) when nesterov -> new Nesterovs(rate, momentum);
            case UpdateRule.Sgd _, UpdateRule.RmsProp _ -> new RuleUpdater(rule, rate);
            // The decay of AdamW is not a matter of the gradient: the training does it.
            case UpdateRule.Adam(double beta1, double beta2, double epsilon, double _) ->
                new Adam.Builder().learningRateSchedule(rate).beta1(beta1).beta2(beta2).epsilon(epsilon).build();
        };
    }

    static double weightDecay(UpdateRule rule) {
        return rule instanceof UpdateRule.Adam adam ? adam.weightDecay() : 0;
    }
}
