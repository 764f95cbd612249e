package dev.jacquard.network;

/**
 * How a network is created, see {@link NetworkSpec}.
 *
 * @param engine  where it runs
 * @param seed    of the first parameters, of dropout and of shuffling
 * @param threads of the CPU engine; 0 takes every core
 */
public record NetworkSettings(Engine engine, long seed, int threads) {
}
