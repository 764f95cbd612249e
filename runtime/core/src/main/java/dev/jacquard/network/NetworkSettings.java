package dev.jacquard.network;

import java.util.Objects;

/**
 * How a network is created, see {@link NetworkSpec}.
 *
 * @param engine    where it runs
 * @param seed      of the first parameters, of dropout and of shuffling
 * @param threads   of the CPU engine; 0 takes every core
 * @param precision how exactly products are computed on a card
 */
public record NetworkSettings(Engine engine, long seed, int threads, Precision precision) {
    /** Refuses null. */
    public NetworkSettings {
        Objects.requireNonNull(engine, "engine");
        Objects.requireNonNull(precision, "precision");
    }

    /** Settings with {@link Precision#DEFAULT}. */
    public NetworkSettings(Engine engine, long seed, int threads) {
        this(engine, seed, threads, Precision.DEFAULT);
    }
}
