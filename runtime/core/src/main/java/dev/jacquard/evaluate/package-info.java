/**
 * What a network's answers are worth: metrics, confusion matrices and their tables, from outputs and targets. Reads programs and samples; knows
 * no training loop and no engine.
 */
@NullMarked
package dev.jacquard.evaluate;

import org.jspecify.annotations.NullMarked;
