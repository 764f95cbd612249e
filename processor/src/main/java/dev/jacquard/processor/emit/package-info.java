/**
 * From compiled models to files: one emitter a target, and the only place that writes. Reads graphs and plans; reports nothing.
 */
@NullMarked
package dev.jacquard.processor.emit;

import org.jspecify.annotations.NullMarked;
