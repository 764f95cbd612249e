/**
 * Plain runs of compiled graphs in double precision, for tests of the passes. Reads graphs, schedules and memory plans; knows nothing of engines
 * or generated text.
 */
@NullMarked
package dev.jacquard.processor.simulation;

import org.jspecify.annotations.NullMarked;
