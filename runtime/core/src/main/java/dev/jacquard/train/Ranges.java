package dev.jacquard.train;

/** What setters accept. Every refusal names the setting, the range and the value. */
final class Ranges {
    private Ranges() {
    }

    static double positive(String what, double value) {
        return require(value > 0 && value < Double.POSITIVE_INFINITY, what, "greater than 0 and finite", value);
    }

    static double notNegative(String what, double value) {
        return require(value >= 0 && value < Double.POSITIVE_INFINITY, what, "at least 0 and finite", value);
    }

    /** least ≤ value &lt; end. */
    static double fromBelow(String what, double value, double least, double end) {
        return require(value >= least && value < end, what, "in [" + least + ", " + end + ")", value);
    }

    /** start &lt; value ≤ most. */
    static double greaterUpTo(String what, double value, double start, double most) {
        return require(value > start && value <= most, what, "in (" + start + ", " + most + "]", value);
    }

    /** start &lt; value &lt; end. */
    static double between(String what, double value, double start, double end) {
        return require(value > start && value < end, what, "in (" + start + ", " + end + ")", value);
    }

    static long atLeast(String what, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(what + " is at least " + least + ", not " + value);
        }
        return value;
    }

    static int atLeast(String what, int value, int least) {
        return (int) atLeast(what, (long) value, least);
    }

    private static double require(boolean accepted, String what, String range, double value) {
        if (!accepted) {
            throw new IllegalArgumentException(what + " is " + range + ", not " + value);
        }
        return value;
    }
}
