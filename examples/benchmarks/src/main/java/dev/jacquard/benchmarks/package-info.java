/** Runs the same training step on this project and on its peers and prints one line a run. Only this package may know the peers. */
@org.jspecify.annotations.NullMarked
package dev.jacquard.benchmarks;
