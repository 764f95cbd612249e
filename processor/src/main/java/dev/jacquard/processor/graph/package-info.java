/**
 * The two levels of a model inside the compiler: layers, as the user wrote them, and operations, as engines run them. Plain data that knows
 * neither the compiler's API (but for the anchors of messages) nor any engine.
 */
@NullMarked
package dev.jacquard.processor.graph;

import org.jspecify.annotations.NullMarked;
