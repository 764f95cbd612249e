package dev.jacquard.processor.read;

import dev.jacquard.processor.graph.Layer;

/** What makes a value of a definition. */
public sealed interface Content {
    /** One layer. */
    record Single(Layer layer) implements Content {
    }

    /** A block, to be inlined. */
    record Inlined(Definition block) implements Content {
    }

    /** A mistake that has been reported: nothing is known of the value but its name. */
    record Broken() implements Content {
    }
}
