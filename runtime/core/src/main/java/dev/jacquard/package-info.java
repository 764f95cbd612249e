/**
 * The exceptions every part of Jacquard throws. Depends on nothing.
 */
@NullMarked
package dev.jacquard;

import org.jspecify.annotations.NullMarked;
