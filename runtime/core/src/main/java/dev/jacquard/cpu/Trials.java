package dev.jacquard.cpu;

/**
 * When a vector kernel may do all of the work. Until C2 has compiled it every vector is an object, and the kernel some hundred times slower than plain
 * loops. So plain loops with the same bits work at first and the vector kernel gets a small part, often enough to be compiled; how long that takes
 * tells when it has been. Only time depends on it: threads may see it late, and count carelessly.
 */
final class Trials {
    /** {@code none}: every kernel does all of the work from its first call on; unset: the usual. */
    static final String PROPERTY = "jacquard.trials";
    static final String NONE = "none";
    private static final boolean UNTRIED = NONE.equals(System.getProperty(PROPERTY));

    /** Rounds of a kernel's loop in a trial: after 600 calls, the fewest that C2 asks for, these make the 15,000 rounds that it asks for too. */
    static final int ROUNDS = 26;
    /** Calls from trial to trial: at first, and after so many calls that C2 has been asked whatever else is going on, which is 5,000 trials. */
    private static final int OFTEN = 4;
    static final int MANY = 6000 * OFTEN;
    private static final int RARELY = 32;
    /** For a call and for a vector operation: much more than compiled code takes and much less than objects. */
    private static final long CALL_NANOS = 700;
    private static final long OPERATION_NANOS = 6;

    private boolean passed = UNTRIED;
    private int calls;

    boolean passed() {
        return passed;
    }

    /** Whether this call, of a kernel that has not passed, is to try it. */
    boolean next() {
        int call = calls++;
        return call % (call < MANY ? OFTEN : RARELY) == 0;
    }

    /** Where the kernel's part of elements [from, to) ends: all, a trial or nothing. */
    long end(long from, long to) {
        return passed ? to : next() ? Math.min(to, from + (long) ROUNDS * Lanes.LENGTH) : from;
    }

    /** The time before a trial. */
    long clock() {
        return passed ? 0 : System.nanoTime();
    }

    /** So many vector operations were done since {@link #clock}, at least. */
    void done(long start, long operations) {
        if (!passed && operations > 0) {
            passed = System.nanoTime() - start < CALL_NANOS + OPERATION_NANOS * operations;
        }
    }
}
