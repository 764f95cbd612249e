/**
 * A model in Deeplearning4j's words: {@code XDl4j}, its configuration and the places of its parameters. Reads a compiled model's layers, returns a
 * type or the reason why there is none; knows Deeplearning4j's classes by name only, and no other engine.
 */
@NullMarked
package dev.jacquard.processor.emit.dl4j;

import org.jspecify.annotations.NullMarked;
