package dev.jacquard.train;

import java.util.Objects;

import dev.jacquard.network.TrainingSettings;
import dev.jacquard.network.UpdateRule;

/**
 * A finished optimizer, made by {@link Optimizers}.
 *
 * @param name           as Keras writes it: {@code adam}
 * @param rule           how parameters change
 * @param learningRate   for every step
 * @param clipValue      each gradient is cut to ±this; 0 for no clipping
 * @param clipNorm       each parameter's gradient is shrunk to this norm; 0 for no clipping
 * @param globalClipNorm all gradients together are shrunk to this norm; 0 for no clipping
 */
public record OptimizerSettings(String name, UpdateRule rule, Schedule learningRate, double clipValue, double clipNorm, double globalClipNorm) {
    /** Refuses nulls. */
    public OptimizerSettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(learningRate, "learningRate");
    }

    /** What an engine needs of it. */
    public TrainingSettings training(int batchSize, long seed) {
        return new TrainingSettings(rule, batchSize, seed, clipValue, clipNorm, globalClipNorm);
    }
}
