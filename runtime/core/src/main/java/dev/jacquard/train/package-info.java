/**
 * The fluent language of training and the loop behind it: optimizers' settings, schedules, callbacks, progress and history. Drives any program
 * through its contract and may not know which engine runs it.
 */
@NullMarked
package dev.jacquard.train;

import org.jspecify.annotations.NullMarked;
