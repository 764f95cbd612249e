/**
 * The typed entry of a model: {@code XNetwork} with its description and accessors. Reads a compiled model, returns a type; knows no engine but by
 * the name of its program.
 */
@NullMarked
package dev.jacquard.processor.emit.api;

import org.jspecify.annotations.NullMarked;
