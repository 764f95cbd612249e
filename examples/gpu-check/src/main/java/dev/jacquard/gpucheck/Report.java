package dev.jacquard.gpucheck;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Supplier;

/** The tables as they are printed: a row's name stands there before its work begins, so that a row without an end has one. */
final class Report {
    private final PrintStream out;
    private final Watchdog watchdog;
    private boolean good = true;

    Report(PrintStream out, Watchdog watchdog) {
        this.out = out;
        this.watchdog = watchdog;
    }

    /**
     * What a row found.
     *
     * @param good whether numbers agree
     * @param text behind the row's name
     */
    record Finding(boolean good, String text) {
    }

    /** Prints a line. */
    void say(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }

    /** Works out a row; a failure is a finding too, and the rows behind it have their turn. */
    void row(String name, Supplier<Finding> work) {
        out.print(String.format(Locale.ROOT, "%-30s", name));
        out.flush();
        try (var _ = watchdog.over(name)) {
            Finding finding = work.get();
            good &= finding.good;
            out.println(finding.text);
        } catch (RuntimeException e) {
            good = false;
            out.println(" FAILED: " + e);
        }
    }

    /** Whether all rows so far were good. */
    boolean good() {
        return good;
    }
}
