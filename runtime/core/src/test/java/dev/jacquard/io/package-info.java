/** File formats: what is written is read back, and whatever is damaged is refused with its place. */
@NullMarked
package dev.jacquard.io;

import org.jspecify.annotations.NullMarked;
