package dev.jacquard.network;

/**
 * What an engine must know before the first step. At most one kind of clipping is used.
 *
 * @param rule           how parameters change
 * @param batchSize      rows a step
 * @param seed           of dropout
 * @param clipValue      each gradient is cut to ±this; 0 for no clipping
 * @param clipNorm       each parameter's gradient is shrunk to this norm; 0 for no clipping
 * @param globalClipNorm all gradients together are shrunk to this norm; 0 for no clipping
 */
public record TrainingSettings(UpdateRule rule, int batchSize, long seed, double clipValue, double clipNorm, double globalClipNorm) {
    /**
     * Refuses more than one kind of clipping.
     *
     * @throws IllegalArgumentException naming all three values
     */
    public TrainingSettings {
        if ((clipValue != 0 ? 1 : 0) + (clipNorm != 0 ? 1 : 0) + (globalClipNorm != 0 ? 1 : 0) > 1) {
            throw new IllegalArgumentException("clipValue %s, clipNorm %s and globalClipNorm %s exclude each other: at most one of them is not 0"
                    .formatted(clipValue, clipNorm, globalClipNorm));
        }
    }

    /** Settings without clipping. */
    public static TrainingSettings of(UpdateRule rule, int batchSize, long seed) {
        return new TrainingSettings(rule, batchSize, seed, 0, 0, 0);
    }
}
