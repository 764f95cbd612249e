/**
 * Messages to the user: where they stand, what they say, and that each is said once. Reads elements and annotation values only to anchor; knows
 * no layer.
 */
@NullMarked
package dev.jacquard.processor.report;

import org.jspecify.annotations.NullMarked;
