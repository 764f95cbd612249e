package dev.jacquard.cuda.kernel;

import java.util.ArrayList;
import java.util.List;

import dev.jacquard.network.UpdateRule;
import dev.jacquard.network.UpdateRule.Adam;
import dev.jacquard.network.UpdateRule.RmsProp;
import dev.jacquard.network.UpdateRule.Sgd;

/** An update rule as definitions for the compiler of {@link KernelText#UPDATE}, and the numbers that change from step to step. */
public final class UpdateText {
    private UpdateText() {
    }

    /**
     * The definitions.
     *
     * @param clipValue each gradient is cut to ±this; 0 for no clipping
     */
    public static List<String> definitions(UpdateRule rule, double clipValue) {
        List<String> definitions = new ArrayList<>();
        definitions.add("SLOTS=" + rule.slots());
        if (clipValue > 0) {
            definitions.add("CLIP_VALUE=" + clipValue);
        }
        switch (rule) {
            case Sgd sgd -> {
                definitions.add("RULE=" + (sgd.momentum() == 0 ? "SGD" : sgd.nesterov() ? "NESTEROV" : "MOMENTUM"));
                definitions.add("MU=" + sgd.momentum());
            }
            case RmsProp rms -> {
                definitions.add("RULE=RMSPROP");
                definitions.add("RHO=" + rms.rho());
                definitions.add("MU=" + rms.momentum());
                definitions.add("HAS_MOMENTUM=" + (rms.momentum() == 0 ? 0 : 1));
                definitions.add("CENTERED=" + (rms.centered() ? 1 : 0));
                definitions.add("EPSILON=" + rms.epsilon());
            }
            case Adam adam -> {
                definitions.add("RULE=ADAM");
                definitions.add("BETA_1=" + adam.beta1());
                definitions.add("BETA_2=" + adam.beta2());
                definitions.add("EPSILON=" + adam.epsilon());
                if (adam.weightDecay() != 0) {
                    definitions.add("WEIGHT_DECAY=" + adam.weightDecay());
                }
            }
        }
        return definitions;
    }

    /**
     * The learning rate with Adam's bias corrections, η·√(1−β₂ᵗ)/(1−β₁ᵗ); the rate itself for the other rules.
     *
     * @param step t, counted from 1
     */
    public static float correctedRate(UpdateRule rule, float learningRate, long step) {
        return switch (rule) {
            case Adam adam -> Adam.corrected(learningRate, adam.beta1(), adam.beta2(), step);
            case Sgd _, RmsProp _ -> learningRate;
        };
    }
}
