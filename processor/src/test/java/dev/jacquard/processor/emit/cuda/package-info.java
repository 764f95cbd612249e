/** Kernel text compiled and run on the processor, behind an emulation of a card, and compared with plain Java. */
@NullMarked
package dev.jacquard.processor.emit.cuda;

import org.jspecify.annotations.NullMarked;
