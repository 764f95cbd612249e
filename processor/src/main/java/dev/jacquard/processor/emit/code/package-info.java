/**
 * Forms of Java text that several emitters write in the same way. Reads pieces of code, returns pieces of code; knows no engine.
 */
@NullMarked
package dev.jacquard.processor.emit.code;

import org.jspecify.annotations.NullMarked;
