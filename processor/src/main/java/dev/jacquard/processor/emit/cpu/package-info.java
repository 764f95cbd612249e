/**
 * The CPU program of a model: {@code XCpu}, forward and backward as calls of the runtime's kernels. Reads a compiled model, returns a type; knows
 * no other engine.
 */
@NullMarked
package dev.jacquard.processor.emit.cpu;

import org.jspecify.annotations.NullMarked;
