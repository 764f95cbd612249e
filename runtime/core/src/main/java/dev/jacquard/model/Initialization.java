package dev.jacquard.model;

/** A way of choosing a parameter's first values. Fan-in and fan-out are those of Keras: units, or kernel area times channels. */
public enum Initialization {
    /** All 0. */
    ZEROS,
    /** All 1. */
    ONES,
    /** All {@link Initializer#constant()}. */
    CONSTANT,
    /** Uniform in [{@link Initializer#minimum()}, {@link Initializer#maximum()}). */
    UNIFORM,
    /** Normal with {@link Initializer#mean()} and {@link Initializer#stddev()}. */
    NORMAL,
    /** Uniform in ±√(6 / (fanIn + fanOut)) (Glorot, Bengio: Understanding the difficulty of training deep networks, 2010). */
    GLOROT_UNIFORM,
    /** Truncated normal (two deviations) with variance 2 / (fanIn + fanOut). */
    GLOROT_NORMAL,
    /** Uniform in ±√(6 / fanIn) (He, Zhang, Ren, Sun: Delving Deep into Rectifiers, 2015). */
    HE_UNIFORM,
    /** Truncated normal (two deviations) with variance 2 / fanIn. */
    HE_NORMAL,
    /** Uniform in ±√(3 / fanIn) (LeCun, Bottou, Orr, Müller: Efficient BackProp, 1998). */
    LECUN_UNIFORM,
    /** Truncated normal (two deviations) with variance 1 / fanIn. */
    LECUN_NORMAL
}
