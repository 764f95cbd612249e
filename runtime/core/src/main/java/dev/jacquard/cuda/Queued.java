package dev.jacquard.cuda;

/** Work that can be put into a queue again and again: one kernel, or one call of a library. */
interface Queued {
    /** Puts the work into the queue, or into the graph that is being written down. */
    void queue(Stream stream);
}
