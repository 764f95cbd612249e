/** The annotation processor: reads the rounds of a compilation and calls the stages in order. Knows every stage and decides nothing itself. */
@org.jspecify.annotations.NullMarked
package dev.jacquard.processor;
