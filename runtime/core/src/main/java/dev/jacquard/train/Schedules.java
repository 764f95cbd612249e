package dev.jacquard.train;

/** The schedules there are. */
public final class Schedules {
    private Schedules() {
    }

    /** The same rate for ever. */
    public static Schedule constant(double rate) {
        return new Constant(rate);
    }

    /** Smooth decay: initial · factor^(step / steps), Keras' {@code ExponentialDecay}. */
    public static Schedule exponentialDecay(double initial, long steps, double factor) {
        return exponentialDecay(initial, steps, factor, false);
    }

    /**
     * Exponential decay, Keras' {@code ExponentialDecay}.
     *
     * @param initial   the rate of step 0, greater than 0
     * @param steps     after how many steps the rate is {@code factor} times what it was, at least 1
     * @param factor    in (0, 1]
     * @param staircase whether the rate falls only every {@code steps} steps: initial · factor^⌊step / steps⌋
     */
    public static Schedule exponentialDecay(double initial, long steps, double factor, boolean staircase) {
        return new ExponentialDecay(initial, steps, factor, staircase);
    }

    /** See {@link Schedules#constant}. */
    record Constant(double rate) implements Schedule {
        Constant {
            Ranges.notNegative("learning rate", rate);
        }

        @Override
        public double rate(long step) {
            return rate;
        }
    }

    /** See {@link Schedules#exponentialDecay(double, long, double, boolean)}. */
    record ExponentialDecay(double initial, long steps, double factor, boolean staircase) implements Schedule {
        ExponentialDecay {
            Ranges.positive("initial learning rate", initial);
            Ranges.atLeast("decay steps", steps, 1);
            Ranges.greaterUpTo("decay factor", factor, 0, 1);
        }

        @Override
        public double rate(long step) {
            double exponent = staircase ? Math.floorDiv(step, steps) : (double) step / steps;
            return initial * Math.pow(factor, exponent);
        }
    }
}
