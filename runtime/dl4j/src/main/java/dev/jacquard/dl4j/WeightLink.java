package dev.jacquard.dl4j;

/**
 * Where a parameter of ours lives in Deeplearning4j.
 *
 * @param parameter our name: {@code hidden.kernel}
 * @param layer     the layer's name there
 * @param key       the parameter's name there: {@code W}, {@code b}, {@code gamma}, {@code log10stdev}
 * @param form      how its numbers are written there
 */
public record WeightLink(String parameter, String layer, String key, Form form) {
    /** How the same numbers are written on the other side. */
    public enum Form {
        /** As ours: Dense (in, out), vectors (n) as one row. */
        PLAIN,
        /** Ours is (height, width, in, out), theirs (out, in, height, width). */
        CONVOLUTION,
        /** Ours is a variance, theirs the decimal logarithm of the standard deviation. */
        VARIANCE
    }

    /** The same numbers in the same order. */
    public static WeightLink plain(String parameter, String layer, String key) {
        return new WeightLink(parameter, layer, key, Form.PLAIN);
    }

    /** The kernel of a convolution. */
    public static WeightLink convolution(String parameter, String layer, String key) {
        return new WeightLink(parameter, layer, key, Form.CONVOLUTION);
    }

    /** The moving variance of a batch normalisation. */
    public static WeightLink variance(String parameter, String layer, String key) {
        return new WeightLink(parameter, layer, key, Form.VARIANCE);
    }
}
