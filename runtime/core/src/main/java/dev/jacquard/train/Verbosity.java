package dev.jacquard.train;

/** How a training reports while it runs. */
public enum Verbosity {
    /** A moving bar on a terminal, else a line for each epoch. */
    AUTO,
    /** Nothing. */
    SILENT,
    /** A line for each epoch. */
    LINES,
    /** A moving bar with the time that remains, loss and metrics. */
    BAR
}
