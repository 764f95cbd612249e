package dev.jacquard.network;

/**
 * What an engine must know before the first step.
 *
 * @param rule           how parameters change
 * @param batchSize      rows a step
 * @param seed           of dropout
 * @param clipValue      each gradient is cut to ±this; 0 for no clipping
 * @param clipNorm       each parameter's gradient is shrunk to this norm; 0 for no clipping
 * @param globalClipNorm all gradients together are shrunk to this norm; 0 for no clipping
 */
public record TrainingSettings(UpdateRule rule, int batchSize, long seed, double clipValue, double clipNorm, double globalClipNorm) {
    /** Settings without clipping. */
    public static TrainingSettings of(UpdateRule rule, int batchSize, long seed) {
        return new TrainingSettings(rule, batchSize, seed, 0, 0, 0);
    }
}
