package dev.jacquard.processor.emit.cuda;

/** The text of a kernel while it is written, line by line. */
final class KernelText {
    private final StringBuilder text = new StringBuilder();

    /** One line; {@code %%} is a percent sign, with and without arguments. */
    void line(String format, Object... arguments) {
        text.append(arguments.length == 0 ? format.replace("%%", "%") : format.formatted(arguments)).append('\n');
    }

    /** Opens a loop over the rows of a batch that a block sees: LANES threads share row r, and p is this thread's place among them. */
    void rowLoop() {
        line("    for (int base = 0; base < ROWS; base += THREADS / LANES) {");
        line("      const int r = base + t / LANES, p = t %% LANES;");
    }

    /** Sends the other blocks what this one has of layer l, once all of it is there: {@code value} or {@code error}. */
    void send(String what, int l) {
        line("    __syncthreads();");
        line("    send<ROWS, OWN_%2$d, TILE_%2$d>(s.%1$ss_%2$d[half][row_group], group * OWN_%2$d, tag, "
                + "[&](int r, int u) { return m.%1$s_%2$d[r * UNITS_%2$d + u]; });", what, l);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
