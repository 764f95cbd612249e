/**
 * Reads definitions: from an annotated type to plain records in which every value still knows its annotation. Checks what can be told without
 * shapes; knows no engine and writes no file.
 */
@NullMarked
package dev.jacquard.processor.read;

import org.jspecify.annotations.NullMarked;
