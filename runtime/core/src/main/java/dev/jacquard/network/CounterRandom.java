package dev.jacquard.network;

/**
 * Random numbers without a state: number {@code index} of stream {@code key} is a hash of the two. Any engine, any thread and any order of
 * work gives the same bits. All arithmetic is on 32-bit integers that wrap around, {@code >>>} shifts in zeros:
 *
 * <pre>
 * h = index * 0x9E3779B1 + key
 * h ^= h &gt;&gt;&gt; 16;  h *= 0x21F0AAAD;  h ^= h &gt;&gt;&gt; 15
 * h ^= key
 * h *= 0x735A2D97;  h ^= h &gt;&gt;&gt; 15
 * bits(key, index) = h
 * </pre>
 *
 * The multipliers of the two rounds are those of the 32-bit mixer found by Christopher Wellons' hash prospector; the key enters a second time
 * between them so that two streams are not shifted copies of each other.
 */
public final class CounterRandom {
    private static final float UNIT = 0x1p-24f;

    private CounterRandom() {
    }

    /**
     * The key of one layer's stream in one step.
     *
     * @param seed  of the run
     * @param step  of the training
     * @param layer its number in the network
     */
    public static int key(long seed, long step, int layer) {
        long h = mix(mix(mix(seed) + step) + layer);
        return (int) (h >>> 32);
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014) after a step of its sequence. */
    private static long mix(long value) {
        long h = value + 0x9E3779B97F4A7C15L;
        h = (h ^ (h >>> 30)) * 0xBF58476D1CE4E5B9L;
        h = (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
        return h ^ (h >>> 31);
    }

    /** 32 random bits. */
    public static int bits(int key, int index) {
        int h = index * 0x9E3779B1 + key;
        h ^= h >>> 16;
        h *= 0x21F0AAAD;
        h ^= h >>> 15;
        h ^= key;
        h *= 0x735A2D97;
        h ^= h >>> 15;
        return h;
    }

    /** A float in [0, 1): the upper 24 bits of {@link #bits}, divided by 2²⁴. */
    public static float uniform(int key, int index) {
        return (bits(key, index) >>> 8) * UNIT;
    }

    /**
     * A number of the standard normal distribution (Box, Muller: A Note on the Generation of Random Normal Deviates, 1958), made from the
     * uniform numbers 2·index and 2·index + 1.
     */
    public static float normal(int key, int index) {
        // 1 − u is in (0, 1]: its logarithm is finite.
        double radius = Math.sqrt(-2 * Math.log(1 - (double) uniform(key, 2 * index)));
        return (float) (radius * Math.cos(2 * Math.PI * uniform(key, 2 * index + 1)));
    }

    /**
     * An integer in [0, bound).
     *
     * @param bound at least 1
     */
    public static int below(int key, int index, int bound) {
        return (int) ((bits(key, index) & 0xFFFF_FFFFL) * bound >>> 32);
    }

    /**
     * What an upper-24-bit number must reach for an element to be kept by dropout: {@code bits >>> 8 >= threshold}.
     *
     * @param rate the part that is dropped, in [0, 1)
     */
    public static int dropThreshold(float rate) {
        return Math.round(rate * 0x1p24f);
    }

    /**
     * One element of a dropout mask: 0 with probability {@code rate}, else 1 / (1 − rate).
     *
     * @param rate in [0, 1)
     */
    public static float mask(int key, int index, float rate) {
        return bits(key, index) >>> 8 >= dropThreshold(rate) ? keepScale(rate) : 0;
    }

    /** 1 / (1 − rate): keeps the expectation. */
    public static float keepScale(float rate) {
        return 1 / (1 - rate);
    }
}
