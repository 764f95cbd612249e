package dev.jacquard.cpu;

/** Work that can be done in pieces: any piece on any thread, in any order. */
@FunctionalInterface
public interface Task {
    /**
     * Does the units [from, to).
     *
     * @param from the first unit
     * @param to   one past the last
     */
    void run(int from, int to);
}
