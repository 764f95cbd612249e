/**
 * The exceptions every part of Jacquard throws, and what all specs of its language have in common. Depends on nothing.
 */
@NullMarked
package dev.jacquard;

import org.jspecify.annotations.NullMarked;
