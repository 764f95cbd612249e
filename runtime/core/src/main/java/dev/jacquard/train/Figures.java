package dev.jacquard.train;

import java.util.Locale;

/** How numbers are shown to people: as Keras shows them. */
final class Figures {
    private Figures() {
    }

    /** Four decimals; four decimals of a power of ten where a number is very small or very large. */
    static String of(double value) {
        double size = Math.abs(value);
        String format = size != 0 && (size < 1e-3 || size >= 1e6) ? "%.4e" : "%.4f";
        return String.format(Locale.ROOT, format, value);
    }

    /** Hours, minutes and seconds as far as they are needed: {@code 1:02:03}, {@code 2:03}, {@code 12s}. */
    static String time(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + "s";
        }
        if (whole < 3600) {
            return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
        }
        return String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }

    /** The time of one step in the unit that fits: {@code 133us/step}. */
    static String perStep(double seconds) {
        if (seconds < 1e-3) {
            return String.format(Locale.ROOT, "%.0fus/step", seconds * 1e6);
        }
        if (seconds < 1) {
            return String.format(Locale.ROOT, "%.0fms/step", seconds * 1e3);
        }
        return String.format(Locale.ROOT, "%.0fs/step", seconds);
    }
}
