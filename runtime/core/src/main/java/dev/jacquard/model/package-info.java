/**
 * The annotations a definition is written with. They are read by the annotation processor and kept in class files; nothing here runs, and
 * this package depends on nothing.
 */
@NullMarked
package dev.jacquard.model;

import org.jspecify.annotations.NullMarked;
