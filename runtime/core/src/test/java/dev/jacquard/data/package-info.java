/** Data sets: rows, names and files as they should be, and messages that say where they are not. */
@NullMarked
package dev.jacquard.data;

import org.jspecify.annotations.NullMarked;
