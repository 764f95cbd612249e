/**
 * Trains the same networks on the same data with this project and with its peers, each in a JVM of its own, and prints what a step costs. Reads
 * IDX image files and returns lines of text; only this package may know the peers, and no engine knows another.
 */
@org.jspecify.annotations.NullMarked
package dev.jacquard.benchmarks;
