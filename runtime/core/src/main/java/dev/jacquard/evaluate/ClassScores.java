package dev.jacquard.evaluate;

/**
 * How well a class, or the mean of several, was recognised.
 *
 * @param precision the share of right answers among those that named the class
 * @param recall    the share of the class that was recognised
 * @param f1        the harmonic mean of precision and recall
 * @param support   how often the class was there
 */
public record ClassScores(double precision, double recall, double f1, long support) {
}
