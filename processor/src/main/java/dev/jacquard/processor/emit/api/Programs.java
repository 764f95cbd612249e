package dev.jacquard.processor.emit.api;

import com.palantir.javapoet.CodeBlock;

/**
 * What {@code create} does for each engine: an expression that makes the program from {@code parameters} and {@code settings}, or a
 * {@code throw} that says why there is none.
 *
 * @param cpu  for CPU, and for AUTO without a card
 * @param cuda for CUDA
 * @param dl4j for DL4J
 */
public record Programs(CodeBlock cpu, CodeBlock cuda, CodeBlock dl4j) {
}
