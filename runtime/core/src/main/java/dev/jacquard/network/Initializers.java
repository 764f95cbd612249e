package dev.jacquard.network;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * The first values of parameters. Every number depends only on the seed, the parameter's place in the description and the element's index, so
 * a network starts with the same bits on every engine and in whatever order its parameters are filled.
 */
public final class Initializers {
    /** The standard deviation that remains of a standard normal distribution cut at ±2. */
    private static final double TRUNCATED_DEVIATION = 0.87962566103423978;
    private static final double CUT = 2;
    /** Keeps these streams apart from those of dropout and of shuffling, which start from the same seed. */
    private static final long STREAM = 0x696E_6974_6961_6CL;

    private Initializers() {
    }

    /** Parameters of a fresh network. */
    public static Parameters initial(Description description, long seed) {
        Parameters parameters = new Parameters(description);
        List<ParameterDescription> all = description.parameters();
        for (int index = 0; index < all.size(); index++) {
            ParameterDescription parameter = all.get(index);
            fill(parameters.segment(parameter.name()), parameter.initial(), seed, index);
        }
        return parameters;
    }

    /**
     * Fills one parameter.
     *
     * @param values    receives one float after the other
     * @param initial   the way of choosing
     * @param seed      of the network
     * @param parameter its index in {@link Description#parameters()}
     */
    public static void fill(MemorySegment values, InitialValue initial, long seed, int parameter) {
        double fanIn = initial.fanIn();
        double fans = fanIn + initial.fanOut();
        Stream stream = new Stream(values, seed ^ STREAM, parameter);
        switch (initial.kind()) {
            case ZEROS -> stream.constant(0);
            case ONES -> stream.constant(1);
            case CONSTANT -> stream.constant(initial.first());
            case UNIFORM -> stream.uniform(initial.first(), initial.second());
            case NORMAL -> stream.normal(initial.first(), initial.second());
            case GLOROT_UNIFORM -> stream.symmetric(Math.sqrt(6 / fans));
            case GLOROT_NORMAL -> stream.truncatedNormal(Math.sqrt(2 / fans));
            case HE_UNIFORM -> stream.symmetric(Math.sqrt(6 / fanIn));
            case HE_NORMAL -> stream.truncatedNormal(Math.sqrt(2 / fanIn));
            case LECUN_UNIFORM -> stream.symmetric(Math.sqrt(3 / fanIn));
            case LECUN_NORMAL -> stream.truncatedNormal(Math.sqrt(1 / fanIn));
        }
    }

    private record Stream(MemorySegment values, long seed, int parameter) {
        private int count() {
            return Math.toIntExact(values.byteSize() / Float.BYTES);
        }

        private void put(int index, double value) {
            values.setAtIndex(ValueLayout.JAVA_FLOAT, index, (float) value);
        }

        void constant(double value) {
            for (int i = 0; i < count(); i++) {
                put(i, value);
            }
        }

        void symmetric(double limit) {
            uniform(-limit, limit);
        }

        void uniform(double minimum, double maximum) {
            int key = CounterRandom.key(seed, 0, parameter);
            for (int i = 0; i < count(); i++) {
                put(i, minimum + (maximum - minimum) * CounterRandom.uniform(key, i));
            }
        }

        void normal(double mean, double deviation) {
            int key = CounterRandom.key(seed, 0, parameter);
            for (int i = 0; i < count(); i++) {
                put(i, mean + deviation * CounterRandom.normal(key, i));
            }
        }

        /** As Keras: drawn again outside two deviations, then widened so that the deviation of what remains is the one asked for. */
        void truncatedNormal(double deviation) {
            int first = CounterRandom.key(seed, 0, parameter);
            for (int i = 0; i < count(); i++) {
                double draw = CounterRandom.normal(first, i);
                for (int again = 1; Math.abs(draw) > CUT; again++) {
                    draw = CounterRandom.normal(CounterRandom.key(seed, again, parameter), i);
                }
                put(i, deviation / TRUNCATED_DEVIATION * draw);
            }
        }
    }
}
