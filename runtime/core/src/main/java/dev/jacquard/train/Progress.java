package dev.jacquard.train;

import java.io.Console;
import java.io.PrintStream;

/** Tells people how a training goes. */
sealed interface Progress permits Progress.Silent, ProgressLines, ProgressBar {
    /** An epoch begins. */
    default void epochBegins(FitRun run) {
    }

    /** One or more steps were done. */
    default void stepsDone(FitRun run) {
    }

    /** An epoch is done; its log is the history's last. */
    default void epochDone(FitRun run) {
    }

    /** Training ended before its last epoch. */
    default void stopped(FitRun run, String reason) {
    }

    /** Says nothing. */
    record Silent() implements Progress {
    }

    /** The way of reporting that was asked for, or that fits where standard output goes. */
    static Progress of(Verbosity verbosity, RunningValues values, PrintStream out) {
        return switch (verbosity) {
            case SILENT -> new Silent();
            case LINES -> new ProgressLines(out);
            case BAR -> new ProgressBar(values, out, System::nanoTime);
            case AUTO -> isTerminal() ? new ProgressBar(values, out, System::nanoTime) : new ProgressLines(out);
        };
    }

    private static boolean isTerminal() {
        Console console = System.console();
        String term = System.getenv("TERM");
        return console != null && console.isTerminal() && !"dumb".equals(term);
    }
}
