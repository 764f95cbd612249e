package dev.jacquard.train;

import java.util.List;

/** Callbacks in the order they are called. */
public record Callbacks(List<Callback> all) {
    /** No callbacks. */
    public static final Callbacks NONE = new Callbacks(List.of());

    /** Keeps its own copy. */
    public Callbacks {
        all = List.copyOf(all);
    }
}
